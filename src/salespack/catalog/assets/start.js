// The namespace of the page's scripts: data that arrives, elements that are made, what the reader prefers.
// Everything shown is data: elements are made one by one and text is only ever text.
(function () {
  "use strict";
  const salespack = (window.salespack = {});
  const data = {};
  const waiting = new Map();

  /** Called by the scripts in data/. */
  salespack.add = (name, content) => {
    data[name] = content;
  };
  salespack.data = data;

  /** A promise of the data in data/NAME.js, which is loaded once. */
  salespack.need = (name) => {
    if (name in data) return Promise.resolve(data[name]);
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `data/${name}.js`;
        script.onload = () => resolve(data[name]);
        script.onerror = () => {
          waiting.delete(name);
          script.remove();
          reject(new Error(`data/${name}.js is missing`));
        };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  };

  const SAFE = /^(#|https?:|mailto:|pictures\/)/i;

  /** An element. Attributes that are undefined, null or false are left out; functions are listeners. */
  salespack.h = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (typeof value === "function") element.addEventListener(name, value);
      else if ((name === "href" || name === "src") && !SAFE.test(value)) continue;
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
    return element;
  };

  salespack.svg = (path, box) => {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", box || "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    picture.setAttribute("class", "icon");
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", path);
    picture.append(line);
    return picture;
  };

  /** What the reader chose is kept where the browser lets a page keep it. */
  salespack.recall = (name) => {
    try {
      return localStorage.getItem(`salespack-${name}`);
    } catch {
      return null;
    }
  };
  salespack.keep = (name, value) => {
    try {
      localStorage.setItem(`salespack-${name}`, value);
    } catch {
      // A browser that keeps nothing is a browser that starts anew.
    }
  };

  const theme = salespack.recall("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
})();
