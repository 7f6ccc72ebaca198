// The page's own words in English and Finnish, and how names, figures and days are written.
(function (salespack) {
  "use strict";
  const WORDS = {
    en: {
      catalog: "Content catalog", blocks: "Blocks", coverage: "Coverage", values: "Values", packs: "Packs",
      skip: "Skip to the content", sections: "Sections", language_switch: "Language", dark: "Dark theme",
      as_of: "as of {day}", search: "Search the blocks", search_hint: "Words in any form, typing errors allowed",
      clear: "Clear", filters: "Filters", reset: "Clear all filters", remove: "Remove filter: {what}",
      results: { one: "{n} block", other: "{n} blocks" }, of_all: "of {n}", none: "Nothing here matches.",
      none_hint: "Try fewer words or fewer filters.", indexing: "Getting the search ready …", more: "Show {n} more",
      sort: "Order", sort_best: "Best match", sort_title: "Title", sort_until: "Expires first",
      keys: "/ search · arrows move · Enter opens · Esc goes back", slides: { one: "{n} slide", other: "{n} slides" },
      strength: "{n} of 5", more_values: "and {n} more",
      f_value: "Value", f_kind: "Kind", f_stage: "Stage", f_role: "Role", f_industry: "Industry", f_language: "Language",
      f_state: "State", f_owner: "Owner", f_freshness: "Freshness", f_lifecycle: "Lifecycle", f_mood: "Customer's state",
      f_relationship: "Relationship", f_tag: "Tag", f_slot: "Slot", f_usable: "Usable",
      yes: "Can be used today", no_owner: "No owner",
      state_approved: "Approved", state_draft: "Draft", state_retired: "Retired", state_broken: "Broken",
      fresh_valid: "Valid", fresh_expiring: "Expires within {days} days", fresh_expired: "Expired", fresh_upcoming: "Not valid yet", fresh_review: "Review due",
      badge_expiring: "Expires {day}", badge_expired: "Expired {day}", badge_upcoming: "Not valid yet", badge_review: "Review due", approved: "Approved", approved_by: "{who}, {day}", review_by: "Review by",
      kind_experience: "Customer experience", kind_benefit: "Benefit", kind_market: "Market", kind_news: "News",
      kind_dialogue: "Dialogue", kind_frame: "Frame",
      word_committed: "Committed", word_content: "Content", word_passive: "Passive", "word_at-risk": "At risk",
      "word_first-contact": "First contact", word_onboarding: "Onboarding", word_use: "Use", word_growth: "Growth",
      word_renewal: "Renewal", word_current: "Current", word_former: "Former", word_prospective: "Prospective",
      back: "Back to the blocks", previous: "Previous", next: "Next", slide: "Slide {n}", says: "Text of the slide",
      notes: "Spoken", seller: "For the seller only", answers: "Answers", evidence: "Evidence", source: "Source",
      sample: "Sample", dated: "Dated", about: "About", suits: "For", not_for: "Not for", everyone: "Everyone",
      needs: "Needs from the profile", used_in: "Can fill", nowhere: "No slot of any pack takes it.", facts: "Details",
      owner: "Owner", version: "Version", minutes: "Minutes", valid: "Valid", from: "from {day}", until: "until {day}",
      always: "without end", file: "File", tags: "Tags", near: "Much like it", outdated: "Translation of an earlier version",
      problems: "Problems", not_found: "There is no such block.", missing: "A part of this catalog's folder is missing: {what}",
      unbuilt: "This text cannot be made into slides.", no_picture: "No picture",
      countries: "Countries", stages: "Stages", roles: "Roles", industries: "Industries", lifecycle: "Lifecycle",
      states: "Customer's state", relationship: "Relationship", untitled: "Untitled",
      coverage_lead: "How many blocks can be used today for each value, and how strong the best of them is. Choose a cell to see its blocks.",
      by: "By", only_kind: "Kind", only_language: "Language", any: "Any", best: "strongest {n} of 5", legend: "Dots: strength of the strongest", fewer: "Fewer", more_blocks: "more blocks",
      holes: "{n} of {all} cells are empty.", value_column: "Value",
      values_lead: "What customers value, the question that finds out, and the words that give it away.",
      ask: "Ask", listen: "Listen for", packs_lead: "The recipes, slot by slot, with how many blocks can fill each today.",
      optional: "optional", takes: "takes {n}", each: { one: "for the weightiest value", other: "once for each of the {n} weightiest values" }, outputs: "Makes",
      pack_broken: "This pack cannot be read.", slot: "Slot", fills: "Blocks", what: "Takes", tagged: "tagged {tag}", any_kind: "any kind",
    },
    fi: {
      catalog: "Sisältöluettelo", blocks: "Palat", coverage: "Kattavuus", values: "Arvot", packs: "Paketit",
      skip: "Siirry sisältöön", sections: "Osiot", language_switch: "Kieli", dark: "Tumma teema",
      as_of: "tilanne {day}", search: "Hae paloja", search_hint: "Sanat missä muodossa tahansa, kirjoitusvirheetkin käyvät",
      clear: "Tyhjennä", filters: "Rajaukset", reset: "Poista kaikki rajaukset", remove: "Poista rajaus: {what}",
      results: { one: "{n} pala", other: "{n} palaa" }, of_all: "/ {n}", none: "Mikään ei täsmää.",
      none_hint: "Kokeile vähemmillä sanoilla tai rajauksilla.", indexing: "Hakua valmistellaan …", more: "Näytä {n} lisää",
      sort: "Järjestys", sort_best: "Paras osuma", sort_title: "Otsikko", sort_until: "Ensin vanheneva",
      keys: "/ haku · nuolilla liikutaan · Enter avaa · Esc palaa", slides: { one: "{n} dia", other: "{n} diaa" },
      strength: "{n}/5", more_values: "ja {n} muuta",
      f_value: "Arvo", f_kind: "Laji", f_stage: "Vaihe", f_role: "Rooli", f_industry: "Toimiala", f_language: "Kieli",
      f_state: "Tila", f_owner: "Omistaja", f_freshness: "Tuoreus", f_lifecycle: "Elinkaari", f_mood: "Asiakkaan tila",
      f_relationship: "Suhde", f_tag: "Tunniste", f_slot: "Paikka", f_usable: "Käytettävyys",
      yes: "Käytettävissä tänään", no_owner: "Ei omistajaa",
      state_approved: "Hyväksytty", state_draft: "Luonnos", state_retired: "Poistettu käytöstä", state_broken: "Rikki",
      fresh_valid: "Voimassa", fresh_expiring: "Vanhenee {days} päivässä", fresh_expired: "Vanhentunut", fresh_upcoming: "Ei vielä voimassa", fresh_review: "Tarkistettava",
      badge_expiring: "Vanhenee {day}", badge_expired: "Vanheni {day}", badge_upcoming: "Ei vielä voimassa", badge_review: "Tarkistettava", approved: "Hyväksynyt", approved_by: "{who}, {day}", review_by: "Tarkistettava viimeistään",
      kind_experience: "Asiakaskokemus", kind_benefit: "Hyöty", kind_market: "Markkina", kind_news: "Uutinen",
      kind_dialogue: "Vuoropuhelu", kind_frame: "Kehys",
      word_committed: "Sitoutunut", word_content: "Tyytyväinen", word_passive: "Passiivinen", "word_at-risk": "Vaarassa",
      "word_first-contact": "Ensikontakti", word_onboarding: "Käyttöönotto", word_use: "Käyttö", word_growth: "Kasvu",
      word_renewal: "Uusiminen", word_current: "Nykyinen", word_former: "Entinen", word_prospective: "Mahdollinen",
      back: "Takaisin paloihin", previous: "Edellinen", next: "Seuraava", slide: "Dia {n}", says: "Dian teksti",
      notes: "Puhuttava", seller: "Vain myyjälle", answers: "Vastaa arvoihin", evidence: "Näyttö", source: "Lähde",
      sample: "Otos", dated: "Päivätty", about: "Kenestä", suits: "Kenelle", not_for: "Ei näille", everyone: "Kaikille",
      needs: "Tarvitsee profiilista", used_in: "Voi täyttää", nowhere: "Minkään paketin mikään paikka ei ota tätä.", facts: "Tiedot",
      owner: "Omistaja", version: "Versio", minutes: "Minuutteja", valid: "Voimassa", from: "{day} alkaen", until: "{day} asti",
      always: "toistaiseksi", file: "Tiedosto", tags: "Tunnisteet", near: "Samankaltaisia", outdated: "Aiemman version käännös",
      problems: "Ongelmat", not_found: "Sellaista palaa ei ole.", missing: "Luettelon kansiosta puuttuu osa: {what}",
      unbuilt: "Tästä tekstistä ei synny dioja.", no_picture: "Ei kuvaa",
      countries: "Maat", stages: "Vaiheet", roles: "Roolit", industries: "Toimialat", lifecycle: "Elinkaari",
      states: "Asiakkaan tila", relationship: "Suhde", untitled: "Nimetön",
      coverage_lead: "Montako palaa kuhunkin arvoon on tänään käytettävissä ja kuinka vahva niistä paras on. Ruutu avaa palat.",
      by: "Jaottelu", only_kind: "Laji", only_language: "Kieli", any: "Kaikki", best: "vahvin {n}/5", legend: "Pisteet: vahvimman vahvuus", fewer: "Vähemmän", more_blocks: "enemmän paloja",
      holes: "{n}/{all} ruutua on tyhjiä.", value_column: "Arvo",
      values_lead: "Mitä asiakkaat arvostavat, millä kysymyksellä sen saa selville ja mitkä sanat sen paljastavat.",
      ask: "Kysy", listen: "Kuuntele", packs_lead: "Reseptit paikka paikalta ja montako palaa kunkin voi tänään täyttää.",
      optional: "valinnainen", takes: "ottaa {n}", each: { one: "painavimmalle arvolle", other: "kerran kullekin {n} painavimmasta arvosta" }, outputs: "Tuottaa",
      pack_broken: "Tätä pakettia ei voi lukea.", slot: "Paikka", fills: "Paloja", what: "Ottaa", tagged: "tunniste {tag}", any_kind: "mikä laji tahansa",
    },
  };

  let language = "en";
  let words = WORDS.en;
  let rules = new Intl.PluralRules("en");
  let numbers = new Intl.NumberFormat("en");

  /** The language of names and of the page; where the page has no words in it, they are English. */
  salespack.speak = (wanted) => {
    language = wanted;
    words = WORDS[wanted] || WORDS.en;
    rules = new Intl.PluralRules(WORDS[wanted] ? wanted : "en");
    numbers = new Intl.NumberFormat(wanted);
  };
  salespack.language = () => language;
  salespack.pageLanguage = () => (WORDS[language] ? language : "en");

  /** A word of the page, with what stands in braces filled in; `n` chooses between one and many. */
  salespack.t = (key, parts) => {
    let text = words[key];
    if (text === undefined) return key;
    if (typeof text === "object") text = text[rules.select(parts.n)] || text.other;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const part = parts && parts[name];
      return part === undefined ? whole : typeof part === "number" ? numbers.format(part) : part;
    });
  };

  /** A text that people wrote in one or several languages. */
  salespack.name = (text, fallback) => {
    if (typeof text === "string") return text || fallback || "";
    if (!text) return fallback || "";
    return text[language] || text[salespack.data.catalog.languages[0]] || Object.values(text)[0] || fallback || "";
  };

  salespack.day = (iso) => {
    if (!iso) return "";
    const parts = iso.split("-").map(Number);
    if (parts.length < 3) return iso;
    return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", year: "numeric" })
      .format(new Date(parts[0], parts[1] - 1, parts[2]));
  };

  salespack.languageName = (code) => {
    try {
      const name = new Intl.DisplayNames([language], { type: "language" }).of(code);
      return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
    } catch {
      return code;
    }
  };
})(window.salespack);
