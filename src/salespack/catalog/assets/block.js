// One block's page: its slides, what is said with them, what it answers, for whom, where it can be used.
(function (salespack) {
  "use strict";
  const { h, t, name } = salespack;
  const FIELDS = ["stages", "roles", "industries", "lifecycle", "states", "relationship", "countries"];
  const FACETS = { stages: "stage", roles: "role", industries: "industry", lifecycle: "lifecycle", states: "mood", relationship: "relationship" };

  const wordOf = (field, word) => {
    const words = salespack.data.catalog.words[field];
    const spoken = words && typeof words[word] === "object" ? name(words[word], word) : (words && words[word]) || word;
    const fixed = t(`word_${word}`);
    return fixed === `word_${word}` || FACETS[field] === undefined || ["stages", "roles", "industries"].includes(field) ? spoken : fixed;
  };

  const row = (term, ...content) => (content.flat().some((one) => one) ? [h("dt", {}, term), h("dd", {}, ...content)] : []);

  const web = (url) => {
    let host = url;
    try {
      host = new URL(url).hostname.replace(/^www\./, "");
    } catch {
      return url;
    }
    return h("a", { href: url, rel: "noopener noreferrer external", target: "_blank" }, host);
  };

  function audience(said) {
    return FIELDS.filter((field) => said && said[field] && said[field].length).flatMap((field) =>
      row(t(field), h("ul", { class: "words-list" }, said[field].map((word) => h("li", {},
        FACETS[field] ? h("a", { href: salespack.address("blocks", { [FACETS[field]]: word }) }, wordOf(field, word)) : wordOf(field, word))))));
  }

  function slides(block, language, details) {
    const text = details.languages[language];
    if (!text) return null;
    if (!text.slides || !text.slides.length) {
      return h("div", { class: "notice" }, h("p", {}, t("unbuilt")), h("ul", {}, (text.problems || []).map((problem) => h("li", { class: "mono" }, problem))));
    }
    return text.slides.map((slide, number) => {
      const heading = t("slide", { n: number + 1 });
      return h("section", { class: "slide-section", lang: language, "aria-label": `${heading}: ${slide.title}` },
        h("h2", { class: "unseen", lang: salespack.pageLanguage() }, heading),
        salespack.slidePicture(slide.picture, `${heading}: ${slide.title}`, { large: true, title: slide.title, lines: slide.lines, eager: number === 0 }),
        slide.notes ? h("div", { class: "notes" }, h("h3", { lang: salespack.pageLanguage() }, t("notes")), slide.notes.map((line) => h("p", {}, line))) : null,
        slide.seller ? h("div", { class: "notes seller" }, h("h3", { lang: salespack.pageLanguage() }, t("seller")), slide.seller.map((line) => h("p", {}, line))) : null,
        h("details", { class: "says" }, h("summary", { lang: salespack.pageLanguage() }, t("says")), h("p", { class: "says-title" }, slide.title), (slide.lines || []).map((line) => h("p", {}, line))));
    });
  }

  function places(block) {
    if (!block.places) return h("p", { class: "muted" }, t("nowhere"));
    const packs = new Map();
    for (const place of block.places) {
      const [id, slot] = place.split("/");
      packs.set(id, [...(packs.get(id) || []), slot]);
    }
    return h("ul", { class: "places" }, [...packs].map(([id, slots]) => {
      const pack = salespack.data.catalog.packs.find((one) => one.id === id);
      return h("li", {}, h("a", { href: `#/packs/${encodeURIComponent(id)}` }, pack ? name(pack.name, id) : id), h("span", { class: "muted" }, ` ${[...new Set(slots)].join(", ")}`));
    }));
  }

  function validity(block, details) {
    if (!details.valid_from && !block.until) return t("always");
    const parts = [];
    if (details.valid_from) parts.push(t("from", { day: salespack.day(details.valid_from) }));
    if (block.until) parts.push(t("until", { day: salespack.day(block.until) }));
    return parts.join(", ");
  }

  function side(block, details, language) {
    const text = details.languages[language] || {};
    const evidence = details.evidence;
    const about = details.about;
    const said = audience(details.for);
    const barred = audience(details.not_for);
    const values = salespack.byStrength(block);
    const near = (details.near || []).map((id) => salespack.data.catalog.blocks.find((one) => one.id === id)).filter(Boolean);
    return h("div", { class: "facts" },
      values.length ? h("section", {}, h("h2", {}, t("answers")), h("ul", { class: "strengths wide" }, values.map(([id, strength]) =>
        h("li", {}, h("a", { href: salespack.address("blocks", { value: id }) }, salespack.valueName(id)), salespack.strengthDots(strength))))) : null,
      h("section", {}, h("h2", {}, t("suits")), said.length ? h("dl", {}, said) : h("p", { class: "muted" }, t("everyone")),
        barred.length ? [h("h3", {}, t("not_for")), h("dl", {}, barred)] : null),
      evidence ? h("section", {}, h("h2", {}, t("evidence")), h("dl", {},
        row(t("source"), text.source || evidence.source, evidence.url ? [" ", web(evidence.url)] : null),
        row(t("sample"), text.sample || evidence.sample), row(t("dated"), evidence.date ? salespack.day(evidence.date) : null))) : null,
      Object.entries(details.sources || {}).map(([name, one]) => h("section", {}, h("h2", {}, `${t("source")}: ${name}`), h("dl", {},
        row(t("source"), one.source, one.url ? [" ", web(one.url)] : null),
        row(t("sample"), one.sample), row(t("dated"), one.date ? salespack.day(one.date) : null)))),
      h("section", {}, h("h2", {}, t("used_in")), places(block)),
      h("section", {}, h("h2", {}, t("facts")), h("dl", {},
        row(t("about"), about ? [about.customer, about.industry ? wordOf("industries", about.industry) : null, about.country].filter(Boolean).join(", ") : null),
        row(t("owner"), block.owner ? h("a", { href: salespack.address("blocks", { owner: block.owner }) }, block.owner) : t("no_owner")),
        row(t("version"), String(block.version || 1)),
        row(t("valid"), validity(block, details)),
        row(t("approved"), details.approved ? t("approved_by", { who: details.approved.by, day: salespack.day(details.approved.on) }) : null),
        row(t("review_by"), details.review_by ? salespack.day(details.review_by) : null),
        row(t("minutes"), details.minutes ? String(details.minutes) : null),
        row(t("needs"), details.needs ? h("ul", { class: "words-list" }, details.needs.map((path) => h("li", { class: "mono" }, path))) : null),
        row(t("tags"), block.tags ? h("ul", { class: "words-list" }, block.tags.map((tag) => h("li", {}, h("a", { href: salespack.address("blocks", { tag }) }, tag)))) : null),
        row(t("file"), h("span", { class: "mono" }, text.file || details.file)))),
      near.length ? h("section", {}, h("h2", {}, t("near")), h("ul", { class: "places" }, near.map((one) =>
        h("li", {}, h("a", { href: `#/block/${encodeURIComponent(one.id)}` }, salespack.titleOf(one)))))) : null,
      details.problems ? h("section", {}, h("h2", {}, t("problems")), h("ul", {}, details.problems.map((problem) => h("li", { class: "mono" }, problem)))) : null);
  }

  function turning(block) {
    const found = salespack.lastFound ? salespack.lastFound.ids : salespack.data.catalog.blocks.map((one) => one.id);
    const at = found.indexOf(block.id);
    const link = (id, label, side_) => (id ? h("a", { class: "turn", rel: side_, href: `#/block/${encodeURIComponent(id)}` }, label) : null);
    return h("nav", { class: "turning", "aria-label": `${t("previous")} / ${t("next")}` },
      h("a", { class: "turn", href: salespack.lastFound ? salespack.lastFound.hash || "#/blocks" : "#/blocks", id: "back" }, `← ${t("back")}`),
      h("span", { class: "turns" }, at > 0 ? link(found[at - 1], t("previous"), "prev") : null, at >= 0 ? link(found[at + 1], t("next"), "next") : null));
  }

  salespack.views.block = {
    title: (route) => {
      const block = salespack.data.catalog.blocks.find((one) => one.id === route.about);
      return block ? salespack.titleOf(block) : t("not_found");
    },
    async show(route, main) {
      const block = salespack.data.catalog.blocks.find((one) => one.id === route.about);
      if (!block) return main.replaceChildren(h("div", { class: "page" }, h("h1", { tabindex: "-1" }, t("not_found")), h("p", {}, h("a", { href: "#/blocks" }, t("back")))));
      const chunk = await salespack.need(`details-${block.chunk}`);
      const details = { languages: {}, ...chunk[block.id] };
      if (salespack.route(location.hash).about !== block.id) return undefined;
      const codes = Object.keys(block.languages || {});
      const wanted = route.parameters.get("language");
      const language = codes.includes(wanted) ? wanted : salespack.spoken(block).code;
      const title = (block.languages || {})[language] ? block.languages[language].title : block.id;
      const tabs = codes.length > 1 ? h("ul", { class: "tabs", "aria-label": t("language_switch") }, codes.map((code) => h("li", {},
        h("a", { href: salespack.address(`block/${encodeURIComponent(block.id)}`, { language: code }), "aria-current": code === language ? "true" : undefined, lang: code, hreflang: code }, salespack.languageName(code))))) : null;
      return main.replaceChildren(h("article", { class: "page block" },
        turning(block),
        h("header", { class: "block-head" },
          h("p", { class: "kicker" }, h("a", { href: salespack.address("blocks", { kind: block.kind }) }, t(`kind_${block.kind}`)), " ", h("span", { class: "mono" }, block.id)),
          h("h1", { tabindex: "-1", lang: language || undefined }, title || t("untitled")),
          h("p", { class: "badges" }, salespack.badges(block))),
        h("div", { class: "block-body" },
          h("div", { class: "slides" }, tabs, slides(block, language, details)),
          side(block, details, language))));
    },
  };
})(window.salespack);
