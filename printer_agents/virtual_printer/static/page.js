// The page: one state object per printer, drawn again when the printer says something new.
import { WORDS } from "./words.js";

const EVERYDAY = ["paper_out", "paper_mid", "paper_low", "cover_open", "offline", "power_off", "cable_unplugged"];
const NETWORK = ["refuses", "black_hole", "never_reads", "slow", "garbage_status", "busy_client", "power_silent", "reset"];
const ORDERS = { paper_mid: { fault: "paper_out", lines: 5 }, power_silent: { fault: "power_off", silent: true } };
const ABILITIES = ["status", "fence_gs_r", "fence_process_id", "asb", "identity", "user_characters",
  "drops_when_full", "wakes_in_two_byte", "forgets_when_blocked", "fence_at_once"];
const SPEEDS = { fast: null, real: 60, slow: 5 };
const COLUMNS = [48, 42, 32];   // of 12 dots each
const MAKERS = { jolimark: "29", epson: "14", star: "15", no_greek: "" };   // the number of its Greek page
const BEEPERS = ["all", "bel", "esc_b", "gs_bel", "none"];
const CUTTERS = ["all", "feeds_first", "where_it_stands", "none"];
const SHOWN_TICKETS = 40;
const SHOWN_LOG_LINES = 60;

const find = (selector, within = document) => within.querySelector(selector);
const make = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const asked = new URLSearchParams(location.search);
const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window: ask again next time */ } };

const chosen = {
  language: asked.get("lang") ?? kept("language") ?? (navigator.language.startsWith("en") ? "en" : "el"),
  view: asked.get("view") ?? kept("view") ?? "paper",
  printer: asked.get("printer"),
};
if (!WORDS[chosen.language]) chosen.language = "el";
const printers = new Map();   // name -> {root, state, tickets: Map(seq -> element), signature}
let run = "";
let isLive = false;

function word(key, facts = {}) {
  let text = WORDS[chosen.language][key] ?? key;
  for (const [name, value] of Object.entries(facts)) text = text.replace(`{${name}}`, value);
  return text;
}

function nameOf(printer) {
  return WORDS[chosen.language][`printer.${printer}`] ?? printer;
}

function speak(within = document) {
  for (const element of within.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of within.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
}

async function post(printer, path, body = {}) {
  const answer = await fetch(`/printers/${encodeURIComponent(printer)}/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer?.ok) {
    const why = answer ? (await answer.json().catch(() => ({}))).detail ?? answer.status : word("link.lost");
    find("#news").textContent = word("refused", { why });
  }
}

function isOn(state, fault) {
  const order = state.faults[ORDERS[fault]?.fault ?? fault];
  if (fault === "paper_mid") return Boolean(order?.lines);
  if (fault === "paper_out") return Boolean(order && !order.lines);
  if (fault === "power_silent") return Boolean(order?.silent);
  if (fault === "power_off") return Boolean(order && !order.silent);
  return Boolean(order);
}

function moodOf(state) {
  const { condition, faults } = state;
  if (!condition.powered) return ["off", ["power_off"]];
  const stops = [];
  if (faults.cable_unplugged) stops.push("cable_unplugged");
  if (condition.paper === "out") stops.push("out");
  if (condition.cover_open) stops.push("cover_open");
  if (condition.offline) stops.push("offline");
  if (NETWORK.some((fault) => faults[fault])) stops.push("faulty");
  if (stops.length) return ["stop", stops];
  return condition.paper === "low" ? ["low", ["low"]] : ["ready", ["ready"]];
}

function button(text, act, isPressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (isPressed !== undefined) made.setAttribute("aria-pressed", String(isPressed));
  made.addEventListener("click", act);
  return made;
}

function refill(box, children) {
  const at = [...box.children].indexOf(document.activeElement);
  box.replaceChildren(...children);
  if (at >= 0) box.children[at]?.focus();
}

function drawFaults(shown) {
  const { root, state } = shown;
  const toggle = (fault) => button(word(`fault.${fault}`), () => {
    const order = { fault, ...ORDERS[fault], on: !isOn(shown.state, fault) };
    if (fault === "reset") order.after_bytes = Number(find(".after-bytes", root).value);
    post(state.name, "faults", order);
  }, isOn(state, fault));
  const heal = button(word("heal"), () => post(state.name, "heal"));
  heal.className = "heal";
  heal.disabled = Object.keys(state.faults).length === 0 && state.condition.can_print && state.condition.paper === "ok";
  const clear = button(word("clear"), () => post(state.name, "clear"));
  clear.className = "clear";
  clear.disabled = shown.tickets.size === 0;
  refill(find(".everyday", root), [...EVERYDAY.map(toggle), heal, clear]);
  refill(find(".network", root), [...NETWORK.map(toggle), afterBytes(root)]);
}

function afterBytes(root) {
  const label = document.createElement("label");
  const box = find(".after-bytes", root) ?? document.createElement("input");
  box.className = "after-bytes";
  box.type = "number";
  box.min = 0;
  box.value ||= 200;
  label.append(word("after_bytes"), " ", box);
  return label;
}

function choice(title, options, current, change) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  label.append(title, " ", select);
  for (const [value, text] of options) select.add(new Option(text, value, false, value === current));
  select.addEventListener("change", () => change(select.value));
  return label;
}

function drawAbilities({ root, state }) {
  const boxes = ABILITIES.map((ability) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = state.capabilities[ability];
    box.addEventListener("change", () => post(state.name, "capabilities", { [ability]: box.checked }));
    label.append(box, " ", word(`ability.${ability}`));
    return label;
  });
  const seconds = ["wait", "refuse", "allow"].map((way) => [way, word(`second_client.${way}`)]);
  const speeds = Object.keys(SPEEDS).map((speed) => [speed, word(`speed.${speed}`)]);
  const speed = Object.keys(SPEEDS).find((name) => SPEEDS[name] === state.capabilities.lines_per_s) ?? "fast";
  find(".switches", root).replaceChildren(
    ...boxes,
    choice(word("second_client"), seconds, state.capabilities.second_client,
      (way) => post(state.name, "capabilities", { second_client: way })),
    choice(word("columns"), COLUMNS.map((n) => [`${n * 12}`, `${n}`]), `${state.capabilities.dots}`,
      (dots) => post(state.name, "capabilities", { dots: Number(dots) })),
    choice(word("greek_page"), Object.keys(MAKERS).map((maker) => [maker, word(`maker.${maker}`)]), makerOf(state),
      (maker) => post(state.name, "capabilities", { code_pages: maker })),
    choice(word("beeper"), BEEPERS.map((one) => [one, word(`beeper.${one}`)]), state.capabilities.beeper,
      (beeper) => post(state.name, "capabilities", { beeper })),
    choice(word("cutter"), CUTTERS.map((one) => [one, word(`cutter.${one}`)]), state.capabilities.cutter,
      (cutter) => post(state.name, "capabilities", { cutter })),
    choice(word("speed"), speeds, speed, (name) => post(state.name, "capabilities", { lines_per_s: SPEEDS[name] })),
  );
}

function makerOf(state) {
  const greek = Object.entries(state.capabilities.code_pages).find(([, codec]) => codec === "cp737")?.[0] ?? "";
  return Object.keys(MAKERS).find((maker) => MAKERS[maker] === greek);
}

function drawState(shown) {
  const { root, state, tickets } = shown;
  const [mood, words] = moodOf(state);
  root.dataset.mood = mood;
  find("h2", root).textContent = nameOf(state.name);
  const told = words.map((name) => word(`state.${name}`)).join(" · ");
  if (find(".state", root).textContent !== told) find(".state", root).textContent = told;
  find(".address", root).textContent = `${state.host}:${state.port}`;
  find(".printed", root).textContent = state.printed;
  find(".buffer", root).textContent = word("bytes_n", { n: state.buffered_bytes });
  find(".clients", root).textContent = state.clients;
  find(".uncut", root).hidden = state.uncut.length === 0;
  find(".uncut pre", root).textContent = state.uncut.join("\n");
  find(".tear", root).onclick = () => post(state.name, "tear");
  for (const [seq, element] of tickets) {
    if (seq >= state.kept_from && seq > state.printed - SHOWN_TICKETS) continue;
    element.remove();
    tickets.delete(seq);
  }
  find(".empty", root).hidden = tickets.size > 0 || state.uncut.length > 0;
  const signature = JSON.stringify([state.faults, state.condition, state.capabilities, chosen.language, tickets.size > 0]);
  if (signature === shown.signature) return;
  shown.signature = signature;
  drawFaults(shown);
  drawAbilities(shown);
}

function timeOf(moment) {
  return new Date(moment).toLocaleTimeString(chosen.language, { hour12: false });
}

function drawTicket(shown, ticket) {
  const element = make("ticket");
  const image = find("img", element);
  image.src = `/printers/${encodeURIComponent(shown.state.name)}/tickets/${ticket.seq}.png?run=${run}`;
  image.alt = ticket.text;
  find("b", element).textContent = `${ticket.seq}`;
  find("time", element).textContent = timeOf(ticket.printed_at);
  find("time", element).dateTime = ticket.printed_at;
  if (ticket.ended_by === "power_cut") find(".torn", element).dataset.word = "torn";
  find("pre", element).textContent = ticket.laid_out;
  find(".copy", element).addEventListener("click", async (event) => {
    await navigator.clipboard?.writeText(ticket.text);
    event.target.textContent = word("copied");
  });
  speak(element);
  shown.tickets.set(ticket.seq, element);
  find(".tickets", shown.root).prepend(element);
}

function drawLog(shown, lines) {
  const list = find(".log ol", shown.root);
  for (const line of lines) {
    const item = document.createElement("li");
    item.className = line.direction;
    const more = line.size - (line.hex ? line.hex.split(" ").length : 0);
    const what = line.direction === "note" ? line.note : line.hex + (more > 0 ? ` … ${word("more_bytes", { n: more })}` : "");
    const direction = document.createElement("span");
    direction.dataset.word = `direction.${line.direction}`;
    direction.textContent = word(direction.dataset.word);
    const code = document.createElement("code");
    code.textContent = what;
    item.append(`${timeOf(line.at)} `, direction, " ", code);
    list.prepend(item);
  }
  while (list.children.length > SHOWN_LOG_LINES) list.lastElementChild.remove();
}

function drawChoices() {
  document.documentElement.lang = chosen.language;
  document.title = `${word("title")} · Simple POS`;
  document.body.dataset.view = chosen.view;
  speak();
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset.language === chosen.language));
  }
  for (const one of document.querySelectorAll("button[data-view]")) {
    one.setAttribute("aria-pressed", String(one.dataset.view === chosen.view));
  }
  find("#link").textContent = word(isLive ? "link.live" : "link.lost");
  document.body.dataset.link = isLive ? "live" : "lost";
  if (!printers.has(chosen.printer)) chosen.printer = [...printers.keys()][0];
  refill(find("#printers"), [...printers.keys()].map((name) =>
    button(nameOf(name), () => { chosen.printer = name; drawChoices(); }, name === chosen.printer)));
  for (const [name, { root }] of printers) root.classList.toggle("chosen", name === chosen.printer);
}

function drawAll() {
  drawChoices();
  for (const shown of printers.values()) drawState(shown);
}

function hear(told) {
  if (told.run !== run) {
    run = told.run;
    printers.clear();
    find("#main").replaceChildren();
  }
  let shown = printers.get(told.state.name);
  const isFirst = !shown;
  if (isFirst) {
    shown = { root: make("printer"), tickets: new Map(), logged: 0 };
    printers.set(told.state.name, shown);
    find("#main").append(shown.root);
  }
  shown.state = told.state;
  const fresh = told.tickets.filter((ticket) => !shown.tickets.has(ticket.seq));
  for (const ticket of fresh) drawTicket(shown, ticket);
  drawLog(shown, told.log.filter((line) => line.number > shown.logged));
  shown.logged = told.log.at(-1)?.number ?? shown.logged;
  if (isFirst) drawChoices();
  else if (fresh.length) {
    find("#news").textContent = word("new_ticket", { printer: nameOf(told.state.name), n: fresh.at(-1).seq });
  }
  drawState(shown);
}

find("#language").addEventListener("click", ({ target }) => {
  if (!target.dataset.language) return;
  keep("language", chosen.language = target.dataset.language);
  drawAll();
});
find("#view").addEventListener("click", ({ target }) => {
  if (!target.dataset.view) return;
  keep("view", chosen.view = target.dataset.view);
  drawAll();
});

drawChoices();
const source = new EventSource("/events");
source.addEventListener("open", () => { isLive = true; drawChoices(); });
source.addEventListener("error", () => { isLive = false; drawChoices(); });
source.addEventListener("printer", ({ data }) => hear(JSON.parse(data)));
