// Search: words in any form (each language's stems), beginnings of words, typing errors. Made while the page is idle.
(function (salespack) {
  "use strict";
  const AT_ONCE = 60;
  const LONG = 7;
  const known = new Map();
  let index = null;
  let ready = false;

  /** A word's own form and its stem in a language. */
  function forms(word, language) {
    let own = known.get(language);
    if (!own) known.set(language, (own = new Map()));
    let found = own.get(word);
    if (found === undefined) {
      const stemmer = window.stemmers && window.stemmers[language];
      const stem = stemmer && word.length > 2 ? stemmer(word) : word;
      found = stem === word || stem.length < 2 ? word : [word, stem];
      own.set(word, found);
    }
    return found;
  }

  const fold = (text) => text.normalize("NFC").toLowerCase();
  const tokens = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  /** A word with each two neighbours swapped: the commonest typing error, which counts as two where letters are counted. */
  const swapped = (word) => (word.length < 4 || word.length > LONG ? []
    : [...word].slice(1).map((letter, at) => word.slice(0, at) + letter + word[at] + word.slice(at + 2)).filter((one) => one !== word));

  /** Reads the texts and makes the index, a few blocks at a time; calls `done` when it can be asked. */
  salespack.prepareSearch = async (done) => {
    const texts = await salespack.need("texts");
    const languages = salespack.data.catalog.languages;
    const fields = ["names", ...languages.flatMap((language) => [`title ${language}`, `text ${language}`])];
    const languageOf = Object.fromEntries(fields.map((field) => [field, field.split(" ")[1]]));
    index = new MiniSearch({
      fields,
      tokenize: (text) => text.split(" "),
      processTerm: (term, field) => (languageOf[field] ? forms(term, languageOf[field]) : term),
    });
    const documents = texts.map(([id, names, byLanguage]) => {
      const document = { id, names };
      for (const [language, [title, text]] of Object.entries(byLanguage)) {
        document[`title ${language}`] = title;
        document[`text ${language}`] = text;
      }
      return document;
    });
    for (let first = 0; first < documents.length; first += AT_ONCE) {
      index.addAll(documents.slice(first, first + AT_ONCE));
      await new Promise((resolve) => setTimeout(resolve));
    }
    ready = true;
    done();
  };

  salespack.searchReady = () => ready;

  /** What can be found at once, in the second before the index is made: blocks with all the words in their titles. */
  function inTitles(words) {
    const said = (block) => fold([block.id, ...Object.values(block.languages || {}).map((one) => one.title)].join(" "));
    const found = salespack.data.catalog.blocks.filter((block) => words.every((word) => said(block).includes(word)));
    return new Map(found.map((block) => [block.id, 1]));
  }

  /** The blocks that hold every word of a query, by id with a score; null where nothing is asked. */
  salespack.search = (query) => {
    const words = tokens(fold(query));
    if (!words.length) return null;
    if (!ready) return inTitles(words);
    const languages = salespack.data.catalog.languages;
    const boost = { names: 2 };
    for (const language of languages) boost[`title ${language}`] = 4;
    const asked = {
      combineWith: "AND",
      queries: words.map((word) => ({
        combineWith: "OR",
        queries: [
          ...new Set([word, ...languages.flatMap((language) => forms(word, language))]),
          { combineWith: "OR", queries: swapped(word), fuzzy: false, prefix: false },
        ],
      })),
    };
    const found = index.search(asked, {
      boost,
      tokenize: (term) => [term],
      processTerm: (term) => term,
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > LONG ? 2 : term.length > 3 ? 1 : false),
      weights: { fuzzy: 0.25, prefix: 0.6 },
    });
    return new Map(found.map((one) => [one.id, one.score]));
  };
})(window.salespack);
