// What the page's address says, and the blocks that it means: facets, counts, order.
(function (salespack) {
  "use strict";
  const { t, name } = salespack;

  /** The route that a hash stands for: a view, what it is about, and its parameters. */
  salespack.route = (hash) => {
    const [path, query] = (hash.replace(/^#\/?/, "") || "blocks").split("?");
    const [view, ...rest] = path.split("/");
    let about = rest.join("/");
    try {
      about = decodeURIComponent(about);
    } catch {
      about = "";
    }
    return { view, about, parameters: new URLSearchParams(query || "") };
  };

  /** The hash of a view with these parameters; empty ones are left out. */
  salespack.address = (view, parameters) => {
    const query = new URLSearchParams();
    const given = parameters instanceof URLSearchParams ? parameters : Object.entries(parameters || {}).flatMap(
      ([key, value]) => (Array.isArray(value) ? value.map((one) => [key, one]) : [[key, value]]),
    );
    for (const [key, value] of given) if (value !== "" && value !== null && value !== undefined) query.append(key, value);
    const text = query.toString().replace(/%2F/g, "/");
    return `#/${view}${text ? `?${text}` : ""}`;
  };

  const word = (id) => (t(`word_${id}`) === `word_${id}` ? id : t(`word_${id}`));

  /**
   * The facets. `of` gives the options of a block, null for all of them; `label` names an option. Those that are
   * `hidden` have no list: no block differs there, or they come from links alone.
   */
  salespack.facets = () => {
    const site = salespack.data.catalog;
    const declared = (id, field) => ({
      id, hidden: !site.blocks.some((block) => block.suits && block.suits[field]), options: Object.keys(site.words[field]), of: (block) => (block.suits && block.suits[field]) || null,
      label: (option) => name(site.words[field][option], option),
    });
    const fixed = (id, field) => ({ ...declared(id, field), label: word });
    const owners = [...new Set(site.blocks.map((block) => block.owner || ""))].sort();
    return [
      { id: "value", options: Object.keys(site.values), of: (block) => Object.keys(block.values || {}), label: (one) => name((site.values[one] || {}).name, one) },
      { id: "kind", options: site.kinds, of: (block) => [block.kind], label: (one) => t(`kind_${one}`) },
      declared("stage", "stages"),
      declared("role", "roles"),
      declared("industry", "industries"),
      { id: "language", options: site.languages, of: (block) => Object.keys(block.languages || {}), label: salespack.languageName },
      { id: "state", options: ["approved", "draft", "retired", "broken"], of: (block) => [block.state], label: (one) => t(`state_${one}`) },
      { id: "freshness", options: ["valid", "review", "expiring", "expired", "upcoming"], of: (block) => [block.freshness], label: (one) => t(`fresh_${one}`, { days: site.expiring_days }) },
      { id: "owner", options: owners.map((one) => one || "-"), of: (block) => [block.owner || "-"], label: (one) => (one === "-" ? t("no_owner") : one) },
      fixed("lifecycle", "lifecycle"),
      fixed("mood", "states"),
      fixed("relationship", "relationship"),
      { id: "usable", hidden: true, options: [], of: (block) => (block.usable ? ["yes", block.kind === "frame" ? "frame" : "answer"] : []), label: () => t("yes") },
      { id: "tag", hidden: true, options: [], of: (block) => block.tags || [], label: (one) => one },
      { id: "slot", hidden: true, options: [], of: (block) => block.places || [], label: (one) => slotName(one) },
    ];
  };

  function slotName(place) {
    const [id, slot] = place.split("/");
    const pack = salespack.data.catalog.packs.find((one) => one.id === id);
    return `${pack ? name(pack.name, id) : id}: ${slot}`;
  }

  /**
   * The blocks that parameters mean, in order, with how many each option of each facet would give.
   * An option counts the blocks that pass everything but its own facet.
   */
  salespack.select = (parameters) => {
    const site = salespack.data.catalog;
    const scores = salespack.search(parameters.get("q") || "");
    const facets = salespack.facets();
    const wanted = facets.map((facet) => new Set(parameters.getAll(facet.id)));
    const counts = facets.map(() => new Map());
    const everywhere = facets.map(() => 0);
    const found = [];
    for (const block of site.blocks) {
      if (scores && !scores.has(block.id)) continue;
      const had = facets.map((facet) => facet.of(block));
      let failing = -1;
      let failures = 0;
      for (let number = 0; number < facets.length && failures < 2; number += 1) {
        const options = had[number];
        if (wanted[number].size && options && !options.some((option) => wanted[number].has(option))) {
          failing = number;
          failures += 1;
        }
      }
      if (failures > 1) continue;
      if (!failures) found.push(block);
      for (let number = 0; number < facets.length; number += 1) {
        if (failures && number !== failing) continue;
        if (had[number] === null) everywhere[number] += 1;
        else for (const option of had[number]) counts[number].set(option, (counts[number].get(option) || 0) + 1);
      }
    }
    return {
      blocks: ordered(found, parameters, scores),
      facets: facets.map((facet, number) => ({
        ...facet, chosen: wanted[number], count: (option) => (counts[number].get(option) || 0) + everywhere[number],
      })),
    };
  };

  function ordered(blocks, parameters, scores) {
    const language = salespack.language();
    const title = new Map(blocks.map((block) => [block, salespack.titleOf(block)]));
    const collator = new Intl.Collator(language, { numeric: true });
    const byTitle = (one, other) => collator.compare(title.get(one), title.get(other));
    const sort = parameters.get("sort");
    if (sort === "title") return blocks.sort(byTitle);
    if (sort === "until") return blocks.sort((one, other) => (one.until || "9").localeCompare(other.until || "9") || byTitle(one, other));
    const values = parameters.getAll("value");
    const strength = (block) => values.reduce((most, value) => Math.max(most, (block.values || {})[value] || 0), 0);
    const meant = [["stages", "stage"], ["roles", "role"], ["industries", "industry"]].filter(([, id]) => parameters.has(id));
    const close = (block) => meant.filter(([field]) => block.suits && block.suits[field]).length;
    return blocks
      .map((block) => ({ block, score: scores ? scores.get(block.id) : 10 * strength(block) + close(block) }))
      .sort((one, other) => other.score - one.score || Number(!!other.block.usable) - Number(!!one.block.usable) || byTitle(one.block, other.block))
      .map((one) => one.block);
  }

  /** A block in the language of the page, else in its first. */
  salespack.spoken = (block) => {
    const languages = block.languages || {};
    const code = languages[salespack.language()] ? salespack.language() : Object.keys(languages)[0];
    return code ? { code, ...languages[code] } : { code: "", title: block.id };
  };
  salespack.titleOf = (block) => salespack.spoken(block).title || block.id;
})(window.salespack);
