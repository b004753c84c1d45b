"use strict";
// The page says everything without this script, which only sorts, filters and opens what a link names.
const order = new Intl.Collator("en", { numeric: true });
const count = new Intl.NumberFormat("en");

const valueOf = (cell, kind) =>
  kind === "number"
    ? parseFloat(cell.textContent.replace(/,/g, "")) || 0
    : (cell.querySelector("summary") ?? cell).textContent;

function sort(header, kind) {
  const table = header.closest("table");
  const descending = header.getAttribute("aria-sort") === "ascending";
  for (const other of table.querySelectorAll("[aria-sort]")) {
    other.removeAttribute("aria-sort");
  }
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const compare = kind === "number" ? (a, b) => a - b : order.compare;
  const direction = descending ? -1 : 1;
  const rows = Array.from(table.tBodies[0].rows, (row) => [valueOf(row.cells[header.cellIndex], kind), row]);
  rows.sort((a, b) => direction * compare(a[0], b[0]));
  table.tBodies[0].replaceChildren(...rows.map((row) => row[1]));
}

for (const header of document.querySelectorAll(".sortable th[data-sort]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = header.textContent;
  button.addEventListener("click", () => sort(header, header.dataset.sort));
  header.replaceChildren(button);
}

const filters = document.getElementById("filters");
if (filters) {
  const table = document.getElementById("all");
  const rows = Array.from(table.tBodies[0].rows);
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const selects = Array.from(filters.querySelectorAll("select"), (select) => ({
    select,
    column: table.querySelector("thead th." + select.dataset.column).cellIndex,
  }));
  let texts = null;

  const holds = (cell, value) =>
    cell.classList.contains(value) ||
    cell.textContent === value ||
    Array.from(cell.children).some((child) => child.textContent === value);

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length > 0) {
      texts ??= rows.map((row) => row.textContent.toLowerCase());
    }
    const chosen = selects.filter(({ select }) => select.value !== "");
    let visible = 0;
    rows.forEach((row, i) => {
      const fits =
        words.every((word) => texts[i].includes(word)) &&
        chosen.every(({ select, column }) => holds(row.cells[column], select.value));
      row.hidden = !fits;
      visible += fits ? 1 : 0;
    });
    shown.value =
      visible === rows.length
        ? count.format(visible) + (visible === 1 ? " image" : " images")
        : count.format(visible) + " of " + count.format(rows.length) + " images";
  };

  const showTarget = () => {
    const row = rows.find((candidate) => "#" + candidate.id === location.hash);
    if (row) {
      if (row.hidden) {
        filters.reset();
      }
      row.querySelector("details").open = true;
      row.scrollIntoView();
    }
  };

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  filters.addEventListener("change", filter);
  filters.addEventListener("reset", () => setTimeout(filter));
  filters.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-group]");
    if (link) {
      const group = selects.find(({ select }) => select.dataset.column === "group").select;
      group.value = link.dataset.group;
      filter();
    }
  });
  window.addEventListener("hashchange", showTarget);
  filters.hidden = false;
  showTarget();
}
