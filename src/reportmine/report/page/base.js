// Elements, words and small things that all other scripts use. Text reaches the page as text alone.

const at = (id) => document.getElementById(id);
const parsed = (id) => JSON.parse(at(id).textContent);

/** A new element. `set` are properties, `children` elements or texts; what is false, null or "" is left out. */
function make(name, set = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(set)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** Texts of a document stand in an element of their own, so that no mark of direction in them turns what is around. */
const apart = (text, name = "bdi", set = {}) => make(name, set, text);

const say = (key, facts = {}) => {
  const [group, name] = [key.slice(0, key.indexOf(".")), key.slice(key.indexOf(".") + 1)];
  if (!Object.hasOwn(report.labels[group], name)) return name; // a code that nobody knows
  return report.labels[group][name][state.language].replace(/\{(\w+)\}/g, (_, fact) => facts[fact]);
};

/** The text as an address gives it back: halves of characters cannot stand in one. */
const addressed = (text) => text.toWellFormed?.() ?? text;

const counted = (number) => number.toLocaleString("en-US");

/** Runs `work` once before the next frame, however often it is asked for. */
function soon(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}

/** Fills an element anew, but only where `key` differs from the last time. */
function renew(element, key, fill) {
  if (element.dataset.key === key) return false;
  element.dataset.key = key;
  element.replaceChildren(...[fill()].flat().filter(Boolean));
  return true;
}

/** Months as few characters as they need: 2024, 2024-03, 2024-01–10, 2021–2023. */
function months(start, end) {
  if (!start && !end) return "";
  const [year, last] = [start.slice(0, 4), end.slice(0, 4)];
  if (start.endsWith("-01") && end.endsWith("-12")) return year === last ? year : `${year}–${last}`;
  if (start === end) return start;
  return year === last ? `${start}–${end.slice(5)}` : `${start}–${end}`;
}

const BOUNDS = { __proto__: null, at_least: "≥", at_most: "≤", about: "≈" };
const narrow = matchMedia("(max-width: 759px)");
