// How the page's own words, names, figures and days are written. The words come in data/words.js, by language.
(function (salespack) {
  "use strict";
  const WORDS = salespack.data.words;

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
