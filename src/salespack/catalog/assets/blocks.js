// The list of blocks: the search field, the filters with their counts, the cards.
(function (salespack) {
  "use strict";
  const { h, t } = salespack;
  const BATCH = 24;
  const LONG = 14;
  const open = new Set(["value", "kind"]);
  const shownAt = new Map();
  let view = null;

  const strengthDots = (strength) =>
    h("span", { class: "dots", "data-strength": strength },
      h("span", { "aria-hidden": "true" }, [1, 2, 3, 4, 5].map((step) => h("i", { class: step <= strength ? "on" : "" }))),
      h("span", { class: "unseen" }, ` ${t("strength", { n: strength })}`));
  salespack.strengthDots = strengthDots;

  const valueName = (id) => salespack.name((salespack.data.catalog.values[id] || {}).name, id);
  salespack.valueName = valueName;
  salespack.byStrength = (block) => Object.entries(block.values || {}).sort((one, other) => other[1] - one[1]);

  /** What a reader must know before using a block; nothing where all is well. */
  salespack.badges = (block) => {
    const badges = [];
    if (block.state !== "approved") badges.push(h("span", { class: `badge ${block.state}` }, t(`state_${block.state}`)));
    if (block.freshness !== "valid")
      badges.push(h("span", { class: `badge ${block.freshness}` }, t(`badge_${block.freshness}`, { day: salespack.day(block.until) })));
    if (salespack.spoken(block).outdated) badges.push(h("span", { class: "badge outdated" }, t("outdated")));
    return badges;
  };

  /** A slide's picture in one of its two widths, or its words where there is none. */
  salespack.slidePicture = (picture, alt, { large = false, title = "", lines = [], eager = false } = {}) => {
    if (picture) {
      return h("img", {
        class: "slide", src: `pictures/${picture}${large ? "-large" : ""}.webp`, alt, loading: eager ? undefined : "lazy", decoding: "async",
        error: (event) => event.target.replaceWith(words(title, lines, alt)),
      });
    }
    return words(title, lines, alt);
  };
  const words = (title, lines, alt) =>
    h("div", { class: "slide words", "aria-hidden": alt ? undefined : "true" },
      h("p", { class: "words-title" }, title), (lines || []).slice(0, 6).map((line) => h("p", {}, line)));

  function card(block) {
    const spoken = salespack.spoken(block);
    const values = salespack.byStrength(block);
    const more = values.length - 3;
    return h("li", {},
      h("article", { class: `card${block.usable ? "" : " unusable"}` },
        salespack.slidePicture(spoken.picture, "", { title: spoken.title, lines: spoken.lines }),
        h("div", { class: "card-text" },
          h("p", { class: "kicker" }, t(`kind_${block.kind}`), spoken.slides > 1 ? ` · ${t("slides", { n: spoken.slides })}` : ""),
          h("h2", {}, h("a", { href: `#/block/${encodeURIComponent(block.id)}`, lang: spoken.code || undefined }, spoken.title || block.id)),
          values.length
            ? h("ul", { class: "strengths" }, values.slice(0, 3).map(([id, strength]) => h("li", {}, h("span", {}, valueName(id)), strengthDots(strength))),
                more > 0 ? h("li", { class: "muted" }, t("more_values", { n: more })) : null)
            : null,
          h("p", { class: "foot" }, salespack.badges(block),
            h("span", { class: "codes" }, salespack.data.catalog.languages.length > 1 && Object.keys(block.languages || {}).map((code) => h("abbr", { title: salespack.languageName(code) }, code)))))));
  }

  function facetList(facet, parameters) {
    const chosen = facet.chosen.size;
    const options = facet.options.filter((option) => facet.count(option) || facet.chosen.has(option));
    if (!options.length || (options.length === 1 && !chosen && facet.id !== "state")) return null;
    const sorted = facet.id === "industry" || facet.id === "owner"
      ? options.sort((one, other) => facet.count(other) - facet.count(one) || facet.label(one).localeCompare(facet.label(other))) : options;
    return h("details", {
      class: "facet", open: open.has(facet.id) || chosen > 0,
      toggle: (event) => (event.target.open ? open.add(facet.id) : open.delete(facet.id)),
    },
    h("summary", {}, h("span", {}, t(`f_${facet.id}`)), chosen ? h("span", { class: "count" }, String(chosen)) : null),
    h("fieldset", { class: sorted.length > LONG ? "long" : "" },
      h("legend", { class: "unseen" }, t(`f_${facet.id}`)),
      sorted.map((option) =>
        h("label", {},
          h("input", {
            type: "checkbox", "data-facet": facet.id, value: option, checked: facet.chosen.has(option),
            change: (event) => change(facet.id, option, event.target.checked),
          }),
          h("span", { class: "option" }, facet.label(option)),
          h("span", { class: "number" }, String(facet.count(option)))))));
  }

  function change(facet, option, on) {
    const parameters = new URLSearchParams(salespack.route(location.hash).parameters);
    const others = parameters.getAll(facet).filter((one) => one !== option);
    parameters.delete(facet);
    for (const one of on ? [...others, option] : others) parameters.append(facet, one);
    salespack.go(salespack.address("blocks", parameters));
  }

  function chips(facets) {
    return facets.flatMap((facet) => [...facet.chosen].map((option) => {
      const what = `${t(`f_${facet.id}`)}: ${facet.label(option)}`;
      return h("li", {}, h("button", { type: "button", class: "chip", "aria-label": t("remove", { what }), click: () => change(facet.id, option, false) },
        what, h("span", { "aria-hidden": "true" }, " ×")));
    }));
  }

  function build() {
    const input = h("input", {
      type: "search", id: "search", placeholder: t("search"), autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
      "aria-describedby": "search-hint", "aria-label": t("search"),
      input: (event) => {
        const parameters = new URLSearchParams(salespack.route(location.hash).parameters);
        const first = !parameters.get("q");
        parameters.delete("q");
        if (event.target.value.trim()) parameters.set("q", event.target.value);
        salespack.go(salespack.address("blocks", parameters), { replace: !first });
      },
      keydown: (event) => {
        if (event.key === "ArrowDown" || event.key === "Enter") {
          const link = view.cards.querySelector("h2 a");
          if (link) {
            event.preventDefault();
            link.focus();
          }
        } else if (event.key === "Escape") {
          event.preventDefault();
          if (!input.value) return input.blur();
          input.value = "";
          input.dispatchEvent(new Event("input"));
        }
      },
    });
    const sort = h("select", { id: "sort", change: () => {
      const parameters = new URLSearchParams(salespack.route(location.hash).parameters);
      parameters.set("sort", sort.value === "best" ? "" : sort.value);
      salespack.go(salespack.address("blocks", parameters));
    } }, ["best", "title", "until"].map((one) => h("option", { value: one }, t(`sort_${one}`))));
    const filters = h("div", { id: "filters", class: "filters" });
    const toggle = h("button", {
      type: "button", class: "quiet filter-toggle", "aria-expanded": "false", "aria-controls": "filters",
      click: () => toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true")),
    });
    const count = h("p", { class: "result-count", role: "status", "aria-live": "polite" });
    const cards = h("ul", { class: "cards" });
    const chosen = h("ul", { class: "chips" });
    const more = h("button", { type: "button", class: "more", click: () => extend(true) });
    const empty = h("div", { class: "empty", hidden: true }, h("p", { class: "empty-title" }, t("none")), h("p", { class: "muted" }, t("none_hint")),
      h("button", { type: "button", click: () => salespack.go("#/blocks") }, t("reset")));
    const root = h("div", { class: "blocks" },
      h("div", { class: "lead" },
        h("h1", { class: "unseen", tabindex: "-1" }, t("blocks")),
        h("div", { class: "search", role: "search" }, salespack.svg("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13m5 11.500 4.500 4.500"), input, h("kbd", { "aria-hidden": "true" }, "/")),
        h("p", { id: "search-hint", class: "unseen" }, t("search_hint"))),
      h("section", { class: "side", "aria-label": t("filters") }, toggle, filters),
      h("section", { class: "found", "aria-label": t("blocks") },
        h("div", { class: "bar" }, count, h("label", { class: "sort", for: "sort" }, h("span", {}, t("sort")), sort)),
        chosen, cards, empty, more));
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && extend(false), { rootMargin: "600px" });
    watcher.observe(more);
    return { root, input, sort, filters, toggle, count, cards, chosen, more, empty, found: [], shown: 0, language: salespack.language() };
  }

  function extend(focus) {
    const first = view.shown;
    const next = view.found.slice(first, first + BATCH);
    if (!next.length) return;
    view.cards.append(...next.map(card));
    view.shown += next.length;
    shownAt.set(location.hash, view.shown);
    const left = view.found.length - view.shown;
    view.more.hidden = left <= 0;
    view.more.textContent = t("more", { n: Math.min(left, BATCH) });
    if (focus) view.cards.children[first].querySelector("a").focus();
  }

  function update(parameters) {
    const site = salespack.data.catalog;
    const { blocks, facets } = salespack.select(parameters);
    const asked = parameters.get("q") || "";
    if (view.input.value !== asked && (asked || view.input.value.trim())) view.input.value = asked;
    view.sort.value = parameters.get("sort") || "best";
    const focused = document.activeElement && document.activeElement.dataset.facet ? document.activeElement : null;
    view.filters.replaceChildren(
      ...facets.filter((facet) => !facet.hidden).map((facet) => facetList(facet, parameters)).filter(Boolean),
    );
    if (focused) {
      const again = [...view.filters.querySelectorAll("input")].find((one) => one.dataset.facet === focused.dataset.facet && one.value === focused.value);
      if (again) again.focus();
    }
    const chosen = facets.reduce((sum, facet) => sum + facet.chosen.size, 0);
    view.toggle.textContent = chosen ? `${t("filters")} (${chosen})` : t("filters");
    view.chosen.replaceChildren(...chips(facets));
    if (chosen > 1) view.chosen.append(h("li", {}, h("button", { type: "button", class: "chip plain", click: () => salespack.go(salespack.address("blocks", { q: asked })) }, t("reset"))));
    view.found = blocks;
    salespack.lastFound = { hash: location.hash, ids: blocks.map((block) => block.id) };
    const all = site.blocks.length;
    const waiting = asked && !salespack.searchReady();
    const among = blocks.length < all ? ` ${t("of_all", { n: all })}` : "";
    view.count.textContent = `${t("results", { n: blocks.length })}${among}${waiting ? ` · ${t("indexing")}` : ""}`;
    const before = shownAt.get(location.hash) || BATCH;
    view.shown = Math.min(blocks.length, Math.max(before, BATCH));
    view.cards.replaceChildren(...blocks.slice(0, view.shown).map(card));
    const left = blocks.length - view.shown;
    view.more.hidden = left <= 0;
    view.more.textContent = t("more", { n: Math.min(left, BATCH) });
    view.empty.hidden = blocks.length > 0 || waiting;
  }

  // Paper has no button for more.
  addEventListener("beforeprint", () => {
    while (view && view.root.isConnected && view.shown < view.found.length) extend(false);
  });

  salespack.views = {
    blocks: {
      title: () => t("blocks"),
      show(route, main) {
        if (!view || view.language !== salespack.language()) view = build();
        if (view.root.parentNode !== main) main.replaceChildren(view.root);
        update(route.parameters);
      },
    },
  };

  /** Moves the focus among cards by an arrow key, by where they are on the screen. */
  salespack.moveAmongCards = (key) => {
    const links = view ? [...view.cards.querySelectorAll("h2 a")] : [];
    const at = links.indexOf(document.activeElement);
    if (at < 0) return false;
    const tops = links.map((link) => link.closest("li").offsetTop);
    const columns = Math.max(1, tops.filter((top) => top === tops[0]).length);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns }[key];
    if (next < 0 && key === "ArrowUp") view.input.focus();
    else if (links[next]) links[next].focus();
    return true;
  };
})(window.salespack);
