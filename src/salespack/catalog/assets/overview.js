// The pages about the whole library: the heat map of its coverage, its values, its packs.
(function (salespack) {
  "use strict";
  const { h, t, name } = salespack;
  const BY = ["kind", "stage", "role", "industry", "language", "lifecycle", "mood", "relationship"];

  const MANY = 7;

  const page = (title, lead, ...content) =>
    h("div", { class: "page" }, h("h1", { tabindex: "-1" }, title), h("p", { class: "page-lead" }, lead), ...content);

  /** For each value and option of a facet: how many blocks can be used today, and the strength of the best. */
  function cells(facet, chosen) {
    const site = salespack.data.catalog;
    const facets = salespack.facets();
    const others = [...chosen].map(([id, option]) => [facets.find((one) => one.id === id), option]);
    const found = new Map();
    for (const block of site.blocks) {
      if (!block.usable || block.kind === "frame") continue;
      if (others.some(([other, option]) => other.of(block) && !other.of(block).includes(option))) continue;
      for (const [value, strength] of Object.entries(block.values || {})) {
        for (const option of facet.of(block) || facet.options) {
          const key = `${value} ${option}`;
          const cell = found.get(key) || { count: 0, best: 0 };
          found.set(key, { count: cell.count + 1, best: Math.max(cell.best, strength) });
        }
      }
    }
    return found;
  }

  /** How full a cell is beside the fullest, 1 to 5. */
  const level = (count, most) => Math.max(1, Math.ceil((5 * count) / most));

  /** The table with columns that are equally wide, and wide enough; where there are many, their heads are turned. */
  const wide = (table, columns) => {
    const many = columns > MANY;
    table.classList.toggle("many", many);
    table.style.minWidth = `${11 + (many ? 3.2 : 6.25) * columns}rem`;
    return table;
  };

  function chooser(id, label, options, chosen, parameters, base) {
    const select = h("select", { id, change: () => {
      const changed = new URLSearchParams(parameters);
      changed.set(base, select.value);
      salespack.go(salespack.address("coverage", changed));
    } }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
    return h("label", { for: id }, h("span", {}, label), select);
  }

  salespack.views.coverage = {
    title: () => t("coverage"),
    show(route, main) {
      const site = salespack.data.catalog;
      const facets = salespack.facets();
      const by = BY.includes(route.parameters.get("by")) ? route.parameters.get("by") : "kind";
      const facet = facets.find((one) => one.id === by);
      const options = facet.options.filter((option) => by !== "kind" || option !== "frame");
      const chosen = new Map(["kind", "language"].filter((id) => id !== by && route.parameters.get(id)).map((id) => [id, route.parameters.get(id)]));
      const found = cells(facet, chosen);
      const values = Object.keys(site.values);
      const behind = (value, option) => salespack.address("blocks", { value, [by]: option, ...Object.fromEntries(chosen), usable: "answer" });
      const most = Math.max(1, ...[...found.values()].map((cell) => cell.count));
      let empty = 0;
      const rows = values.map((value) => h("tr", {},
        h("th", { scope: "row" }, h("a", { href: salespack.address("blocks", { value, ...Object.fromEntries(chosen), usable: "answer" }) }, salespack.valueName(value))),
        options.map((option) => {
          const cell = found.get(`${value} ${option}`);
          if (!cell) {
            empty += 1;
            return h("td", { class: "hole" }, h("span", { class: "cell" }, "0", h("span", { class: "unseen" }, ` ${t("blocks")}`)));
          }
          return h("td", {}, h("a", { class: `cell heat-${level(cell.count, most)}`, href: behind(value, option) }, String(cell.count),
            h("span", { class: "best", "aria-hidden": "true" }, "•".repeat(cell.best)),
            h("span", { class: "unseen" }, ` ${t("blocks")}, ${t("best", { n: cell.best })}`)));
        })));
      const any = [["", t("any")]];
      main.replaceChildren(page(t("coverage"), t("coverage_lead"),
        h("div", { class: "choosers" },
          chooser("by", t("by"), BY.map((id) => [id, t(`f_${id}`)]), by, route.parameters, "by"),
          by === "kind" ? null : chooser("only-kind", t("only_kind"), any.concat(facets.find((one) => one.id === "kind").options.filter((one) => one !== "frame").map((one) => [one, t(`kind_${one}`)])), chosen.get("kind") || "", route.parameters, "kind"),
          by === "language" ? null : chooser("only-language", t("only_language"), any.concat(site.languages.map((one) => [one, salespack.languageName(one)])), chosen.get("language") || "", route.parameters, "language")),
        h("p", { class: "legend" }, h("span", {}, t("fewer")), h("span", { class: "cell hole" }, "0"), [1, 2, 3, 4, 5].map((one) => h("span", { class: `cell heat-${one}`, "aria-hidden": "true" })), h("span", {}, t("more_blocks")), h("span", {}, t("legend"))),
        h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("coverage") },
          wide(h("table", { class: "heat" },
            h("caption", {}, t("holes", { n: empty, all: values.length * options.length })),
            h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("value_column")), options.map((option) => h("th", { scope: "col" }, facet.label(option))))),
            h("tbody", {}, rows)), options.length))));
    },
  };

  salespack.views.values = {
    title: () => t("values"),
    show(route, main) {
      const site = salespack.data.catalog;
      const usable = site.blocks.filter((block) => block.usable);
      main.replaceChildren(page(t("values"), t("values_lead"), h("ul", { class: "values" }, Object.entries(site.values).map(([id, value]) => {
        const kinds = site.kinds.map((kind) => [kind, usable.filter((block) => block.kind === kind && (block.values || {})[id]).length]).filter(([, count]) => count);
        const total = kinds.reduce((sum, [, count]) => sum + count, 0);
        const signals = value.signals[salespack.language()] || value.signals[site.languages[0]] || [];
        return h("li", { class: "value" },
          h("h2", {}, h("a", { href: salespack.address("blocks", { value: id, usable: "yes" }) }, salespack.valueName(id))),
          name(value.question) ? h("p", { class: "question" }, h("span", { class: "unseen" }, `${t("ask")}: `), name(value.question)) : null,
          signals.length ? h("p", { class: "signals" }, h("span", { class: "muted" }, `${t("listen")} `), signals.join(", ")) : null,
          h("p", { class: "tally" }, h("strong", {}, t("results", { n: total })), kinds.map(([kind, count]) =>
            h("a", { href: salespack.address("blocks", { value: id, kind, usable: "yes" }) }, `${t(`kind_${kind}`)} ${count}`))));
      }))));
    },
  };

  salespack.views.packs = {
    title: () => t("packs"),
    show(route, main) {
      const site = salespack.data.catalog;
      const usable = site.blocks.filter((block) => block.usable);
      main.replaceChildren(page(t("packs"), t("packs_lead"), site.packs.map((pack) => h("section", { class: "pack", id: `pack-${pack.id}` },
        h("h2", { tabindex: "-1" }, name(pack.name, pack.id)),
        h("p", { class: "muted" }, [h("span", { class: "mono" }, pack.id), pack.stage ? ` · ${name(site.words.stages[pack.stage], pack.stage)}` : "", pack.outputs ? ` · ${t("outputs")} ${pack.outputs.join(", ")}` : ""]),
        pack.broken ? h("p", { class: "notice" }, t("pack_broken")) : h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name(pack.name, pack.id) },
          h("table", { class: "slots" },
            h("thead", {}, h("tr", {}, [t("slot"), t("what"), t("fills")].map((one) => h("th", { scope: "col" }, one)))),
            h("tbody", {}, (pack.slots || []).map((slot) => {
              const place = `${pack.id}/${slot.slot}`;
              const count = usable.filter((block) => (block.places || []).includes(place)).length;
              const what = slot.make ? [t("makes"), slot.each ? t("each", { n: slot.each }) : ""].filter(Boolean).join(" · ") : [(slot.kinds || []).map((kind) => t(`kind_${kind}`)).join(", ") || t("any_kind"), slot.tag ? t("tagged", { tag: slot.tag }) : "",
                slot.take > 1 ? t("takes", { n: slot.take }) : "", slot.each ? t("each", { n: slot.each }) : "", slot.optional ? t("optional") : ""].filter(Boolean).join(" · ");
              return h("tr", {}, h("th", { scope: "row" }, slot.slot), h("td", {}, what),
                slot.make ? h("td", {}, "–") : h("td", { class: count ? "" : "hole" }, count ? h("a", { href: salespack.address("blocks", { slot: place, usable: "yes" }) }, String(count)) : "0"));
            }))))))));
      const target = route.about && document.getElementById(`pack-${route.about}`);
      if (target) {
        target.scrollIntoView();
        target.querySelector("h2").focus();
      }
    },
  };
})(window.salespack);
