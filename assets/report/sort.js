"use strict";
// A press on a column's head puts the rows in its order, a second one turns them round. Cells without a value stay last.
const alike = new Intl.Collator("en", { numeric: true });
const value = (row, column) => {
  const cell = row.cells[column];
  return cell.dataset.value ?? (cell.classList.contains("few") ? "" : cell.textContent.trim());
};
for (const head of document.querySelectorAll("th[data-sorts]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const falls = head.getAttribute("aria-sort") === "ascending"
      || (head.dataset.sorts === "number" && !head.hasAttribute("aria-sort"));
    const turn = falls ? -1 : 1;
    const body = head.closest("table").tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, key: value(row, head.cellIndex) }));
    rows.sort((one, other) => {
      if (one.key === "" || other.key === "") {
        return (one.key === "") - (other.key === "");
      }
      const by = head.dataset.sorts === "number" ? one.key - other.key : alike.compare(one.key, other.key);
      return turn * by;
    });
    for (const other of head.parentElement.cells) {
      other.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    body.append(...rows.map((one) => one.row));
  });
}
