// The frame around the views: header, routes, theme, language, keys. It starts when every script is there.
(function (salespack) {
  "use strict";
  const { h, t } = salespack;
  const site = salespack.data.catalog;
  const app = document.getElementById("app");
  const scrolled = new Map();
  let main = null;
  let current = "";
  let opened = null;
  let shownHash = null;
  let searching = false;

  const dark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };

  function header() {
    const links = ["blocks", "coverage", "values", "packs"].map((view) =>
      h("li", {}, h("a", { href: `#/${view}`, "data-view": view }, t(view))));
    const theme = h("button", { type: "button", class: "quiet theme", "aria-pressed": String(dark()), "aria-label": t("dark"), title: t("dark"), click: () => {
      const wanted = dark() ? "light" : "dark";
      document.documentElement.dataset.theme = wanted;
      salespack.keep("theme", wanted);
      theme.setAttribute("aria-pressed", String(wanted === "dark"));
    } }, salespack.svg("M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9"));
    const languages = site.languages.length > 1 ? h("ul", { class: "languages", "aria-label": t("language_switch") }, site.languages.map((code) =>
      h("li", {}, h("button", { type: "button", class: "quiet", lang: code, "aria-pressed": String(code === salespack.language()), "aria-label": salespack.languageName(code), click: () => speak(code) }, code)))) : null;
    return h("header", { class: "top" },
      h("a", { class: "brand", href: "#/blocks" }, h("strong", {}, site.company), h("span", {}, t("catalog"))),
      h("nav", { "aria-label": t("sections") }, h("ul", {}, links)),
      h("div", { class: "tools" }, languages, theme));
  }

  function speak(code) {
    salespack.keep("language", code);
    salespack.speak(code);
    frame();
    show();
    const button = app.querySelector(".languages [aria-pressed=true]");
    if (button) button.focus();
  }

  function frame() {
    document.documentElement.lang = salespack.pageLanguage();
    main = h("main", { id: "main" });
    app.replaceChildren(
      h("a", { class: "skip", href: "#main", click: (event) => {
        event.preventDefault();
        const target = main.querySelector("h1");
        if (target) target.focus();
      } }, t("skip")),
      header(), main,
      h("footer", { class: "bottom" }, h("p", {}, t("as_of", { day: salespack.day(site.on) })), h("p", { class: "keys" }, t("keys"))));
    current = "";
    shownHash = null;
  }

  /** Shows what the address says. A view that is new gets the focus, so that it is read from its heading. */
  async function show() {
    const hash = location.hash;
    if (shownHash !== null && shownHash !== hash) scrolled.set(shownHash, scrollY);
    const route = salespack.route(hash);
    const name = Object.hasOwn(salespack.views, route.view) ? route.view : "blocks";
    const view = salespack.views[name];
    const before = current;
    const sameView = before === name && name === "blocks";
    for (const link of app.querySelectorAll("nav [data-view]")) {
      const here = link.dataset.view === name || (name === "block" && link.dataset.view === "blocks");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    try {
      await view.show(route, main);
    } catch (fault) {
      main.replaceChildren(h("div", { class: "page" }, h("h1", { tabindex: "-1" }, t("missing", { what: fault.message }))));
    }
    if (location.hash !== hash) return undefined;
    document.title = `${view.title(route)} – ${site.company}`;
    current = name;
    const first = shownHash === null;
    if (searching && name === "blocks") {
      searching = false;
      shownHash = hash;
      scrollTo(0, 0);
      return document.getElementById("search").focus();
    }
    shownHash = hash;
    if (first || sameView) return undefined;
    const link = name === "blocks" && opened ? main.querySelector(`a[href="#/block/${CSS.escape(opened)}"]`) : null;
    if (name !== "block") opened = null;
    if (link) {
      scrollTo(0, scrolled.get(hash) || 0);
      link.focus({ preventScroll: scrolled.has(hash) });
    } else if (!(name === "packs" && route.about)) {
      scrollTo(0, 0);
      const heading = main.querySelector("h1");
      if (heading) heading.focus({ preventScroll: true });
    }
    if (name === "block") opened = encodeURIComponent(route.about);
    return undefined;
  }

  /** Goes to an address; with `replace` it takes the place of the present one in the history. */
  salespack.go = (address, { replace = false } = {}) => {
    if (address === location.hash) return;
    if (replace) {
      history.replaceState(null, "", address);
      shownHash = address;
      show();
    } else location.hash = address;
  };

  addEventListener("hashchange", show);
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      if (current === "blocks") document.getElementById("search").focus();
      else {
        opened = null;
        searching = true;
        salespack.go("#/blocks");
      }
    } else if (event.key === "Escape" && current === "block") {
      document.getElementById("back").click();
    } else if (event.key.startsWith("Arrow") && !typing) {
      if (current === "blocks" && salespack.moveAmongCards(event.key)) event.preventDefault();
      if (current === "block" && !event.target.closest(".scroll, details")) {
        const turn = app.querySelector(`.turns [rel=${event.key === "ArrowLeft" ? "prev" : event.key === "ArrowRight" ? "next" : "none"}]`);
        if (turn) turn.click();
      }
    }
  });

  const kept = salespack.recall("language");
  salespack.speak(site.languages.includes(kept) ? kept : site.languages[0]);
  frame();
  show();
  performance.mark("salespack-shown");
  const prepare = () => salespack.prepareSearch(() => {
    performance.mark("salespack-search-ready");
    document.documentElement.dataset.search = "ready";
    if (current === "blocks" && salespack.route(location.hash).parameters.get("q")) show();
  }).catch((fault) => console.error(fault));
  (window.requestIdleCallback || setTimeout)(prepare);
})(window.salespack);
