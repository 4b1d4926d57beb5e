"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const one = (id) => document.getElementById(id);
  const PAGE = 50;
  const state = { key: "difference", down: true, page: 0, rows: [] };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // Tables of figures: a click on a head sorts, another turns the order round.
  const valueOf = (cell) =>
    cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => {
        const x = valueOf(a.cells[place]), y = valueOf(b.cells[place]);
        const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
        return down ? -order : order;
      });
      table.tBodies[0].append(...rows);
    }));
  }

  const option = (list, value, text) => {
    const made = element("option", "", text);
    made.value = value;
    list.append(made);
  };
  data.systems.forEach((system, i) => { option(one("first"), i, system.name); option(one("second"), i, system.name); });
  data.metrics.forEach((metric, i) => option(one("metric"), i, metric.name));
  one("second").value = String(Math.min(1, data.systems.length - 1));
  for (const [group, names] of [
    ["feature", new Set(data.features.flat())],
    ["note", new Set(data.systems.flatMap((system) => system.notes.flat()))],
  ]) for (const name of names) option(one("kind"), `${group}:${name}`, name);
  option(one("kind"), "different", "different words");

  // The words that two texts do not share, by their longest common subsequence.
  const different = (a, b) => {
    const width = b.length + 1;
    const best = new Uint16Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        best[i * width + j] = a[i] === b[j] ? best[(i + 1) * width + j + 1] + 1
          : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    const inA = new Set(), inB = new Set();
    let i = 0, j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) { i++; j++; }
      else if (j >= b.length || (i < a.length && best[(i + 1) * width + j] >= best[i * width + j + 1])) inA.add(i++);
      else inB.add(j++);
    }
    return [inA, inB];
  };
  const marked = (words, marks) => {
    const made = element("span");
    made.dir = "auto";
    words.forEach((word, i) => {
      if (i) made.append(" ");
      made.append(marks.has(i) ? element("mark", "", word) : word);
    });
    return made;
  };

  const paragraph = (who, className, content, notes) => {
    const made = element("p", className);
    made.append(element("span", "who", who), content);
    if (notes && notes.length) made.append(" ", element("span", "doubt", notes.join(", ")));
    return made;
  };
  const plain = (text, rightToLeft) => {
    const made = element("span", "", text);
    made.dir = rightToLeft ? "rtl" : "auto";
    return made;
  };

  const select = () => {
    const first = data.systems[one("first").value], second = data.systems[one("second").value];
    const metric = Number(one("metric").value);
    const kind = one("kind").value, least = Number(one("least").value) || 0;
    const words = one("words").value.toLocaleLowerCase();
    const texts = data.source || data.references[0];
    state.rows = [];
    for (let i = 0; i < first.lines.length; i++) {
      const a = first.scores[metric][i], b = second.scores[metric][i];
      if (Math.abs(a - b) < least) continue;
      if (kind.startsWith("feature:") && !data.features[i].includes(kind.slice(8))) continue;
      if (kind.startsWith("note:") && !first.notes[i].concat(second.notes[i]).includes(kind.slice(5))) continue;
      if (kind === "different" && first.lines[i] === second.lines[i]) continue;
      if (words) {
        const all = [first.lines[i], second.lines[i], ...data.references.map((r) => r[i] || "")];
        if (data.source) all.push(data.source[i]);
        if (!all.some((text) => text.toLocaleLowerCase().includes(words))) continue;
      }
      state.rows.push({ line: i, first: a, second: b, difference: a - b, length: (texts[i] || "").length });
    }
    const size = state.key === "difference" ? (row) => Math.abs(row.difference) : (row) => row[state.key];
    state.rows.sort((x, y) => (state.down ? size(y) - size(x) : size(x) - size(y)) || x.line - y.line);
    state.page = 0;
    show();
  };

  const show = () => {
    const first = data.systems[one("first").value], second = data.systems[one("second").value];
    const body = one("sentences").tBodies[0];
    const pages = Math.max(1, Math.ceil(state.rows.length / PAGE));
    body.replaceChildren(...state.rows.slice(state.page * PAGE, (state.page + 1) * PAGE).map((row) => {
      const made = element("tr");
      const difference = (row.difference > 0 ? "+" : "") + row.difference.toFixed(2);
      for (const text of [row.line + 1, difference, row.first.toFixed(2), row.second.toFixed(2)])
        made.append(element("td", "number", text));
      const a = first.lines[row.line].split(/\s+/), b = second.lines[row.line].split(/\s+/);
      const [inA, inB] = different(a, b);
      const cell = element("td", "texts");
      if (data.source) {
        const source = paragraph("", "source", plain(data.source[row.line], true));
        source.dir = "rtl";
        source.lang = "ar";
        cell.append(source);
      }
      for (const reference of data.references)
        if (reference[row.line] !== null) cell.append(paragraph("reference", "reference", plain(reference[row.line])));
      cell.append(paragraph(first.name, "first", marked(a, inA), first.notes[row.line]));
      if (second !== first) cell.append(paragraph(second.name, "second", marked(b, inB), second.notes[row.line]));
      made.append(cell);
      return made;
    }));
    one("found").textContent = `${state.rows.length} of ${first.lines.length} lines`;
    one("place").textContent = `${state.page + 1} of ${pages}`;
    one("back").disabled = state.page === 0;
    one("next").disabled = state.page + 1 >= pages;
    for (const button of one("sentences").querySelectorAll("th button")) {
      const head = button.parentElement;
      if (button.dataset.key === state.key) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };

  for (const button of one("sentences").querySelectorAll("th button"))
    button.addEventListener("click", () => {
      state.down = state.key === button.dataset.key ? !state.down : button.dataset.key !== "line";
      state.key = button.dataset.key;
      select();
    });
  for (const id of ["first", "second", "metric", "kind"]) one(id).addEventListener("change", select);
  for (const id of ["words", "least"]) one(id).addEventListener("input", select);
  one("back").addEventListener("click", () => { state.page--; show(); });
  one("next").addEventListener("click", () => { state.page++; show(); });
  select();
})();
