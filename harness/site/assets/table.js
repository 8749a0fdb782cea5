// The cells, read from the columns of data/cells.js, and the words a reader meets them with.
"use strict";

harness.marks = { failed: "failed", error: "harness fault", known: "known failure", unsupported: "unsupported", passed: "passed" };

harness.table = (function () {
  const { texts, columns, rest, fates } = harness.cells;
  const size = columns.scenario.length;

  function text(row, column) { return texts[column][columns[column][row]]; }
  function fate(row) { return fates[columns.fate[row]]; }

  function name(row) {
    const setting = ["implementation", "driver", "role", "tls", "peer", "schedule"].map((column) => text(row, column));
    return `${text(row, "scenario")}[${setting.join(":")}]#${columns.seed[row]}`;
  }

  // A cell's row by its name; -1 when no row has it.
  function find(wanted) {
    const scenario = texts.scenario.indexOf(wanted.split("[", 1)[0]);
    if (scenario < 0) return -1;
    for (let row = 0; row < size; row++) {
      if (columns.scenario[row] === scenario && name(row) === wanted) return row;
    }
    return -1;
  }

  function make(tag, kind, content) {
    const element = document.createElement(tag);
    if (kind) element.className = kind;
    if (content !== undefined) element.textContent = content;
    return element;
  }

  function link(row) { return "cell.html#" + encodeURIComponent(name(row)); }

  return { size, text, fate, name, find, make, link, columns, texts, fates, rest };
})();
