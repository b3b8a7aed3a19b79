import { bodyOf, fieldsOf } from "./blocks.js";
import { element } from "./mrkdwn.js";

const $ = (selector) => document.querySelector(selector);
const { people, channels } = await get("workspace");
const nameOf = (id) => people.find((person) => person.id === id)?.handle ?? id;

const emoji = { eyes: "👀" };

let user = people[0].id, channel = channels[0].id, thread = null;
let shownMessages = "", shownView = null;

async function get(path) {
  return (await fetch(`control/${path}`)).json();
}

async function send(path, body, method = "POST") {
  const response = await fetch(`control/${path}`, {
    method, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user, ...body }),
  });
  const answer = await response.json();
  complain(answer.ok || answer.errors ? "" : answer.error);
  await refresh();
  return answer;
}

function complain(problem) {
  $("#problem").textContent = problem;
  $("#problem").hidden = !problem;
  if (problem) setTimeout(complain, 5000, "");
}

function showChannels() {
  const mine = channels.filter((each) => !each.user || each.user === user);
  if (!mine.some((each) => each.id === channel)) channel = mine.at(-1).id;
  const labelOf = (each) => (each.user ? "@agent" : `#${each.name}`);
  $("#channels").replaceChildren(...mine.map((each) => element("button", {
    className: each.id === channel ? "chosen" : "", onclick: () => { channel = each.id; enter(); },
  }, labelOf(each))));
  $("#title").textContent = labelOf(mine.find((each) => each.id === channel));
}

function enter(root = null) {
  thread = root;
  shownMessages = "";
  $("#thread").hidden = !root;
  $("#thread span").textContent = root?.text.replace(/<@(\w+)>/g, (_, id) => `@${nameOf(id)}`).slice(0, 40) ?? "";
  showChannels();
  $("#text").focus();
  return refresh();
}

function messageOf(message, root) {
  const reply = message === root && !message.only_for
    ? [element("button", { type: "button", onclick: () => enter(message) }, "reply")] : [];
  const notes = [new Date(message.ts * 1000).toLocaleTimeString(), message.edited && "edited", message.only_for && "only you see this"];
  const replies = (message.replies ?? []).map((each) => messageOf(each, root));
  return element("div", { className: message.only_for ? "message ephemeral" : "message" },
    element("header", {}, nameOf(message.user), element("small", {}, notes.filter(Boolean).join(" · ")), ...reply),
    bodyOf(message, nameOf, (action_id) => send("actions", { channel, ts: message.ts, action_id })),
    ...(message.reactions ?? []).map(({ name, count }) => element("span", { className: "reaction" }, `${emoji[name] ?? `:${name}:`} ${count}`)),
    ...(replies.length ? [element("div", { className: "replies" }, ...replies)] : []));
}

// An ephemeral in a thread stands under it, any other among the rest.
function arranged({ messages, ephemerals }) {
  const all = [...messages];
  for (const ephemeral of ephemerals) (all.find((root) => root.ts === ephemeral.thread_ts)?.replies ?? all).push(ephemeral);
  return all.sort((a, b) => a.ts - b.ts);
}

async function refresh() {
  const asked = channel;
  const [read, { view }] = await Promise.all([get(`channels/${asked}?user=${user}`), get(`views/${user}`)]);
  if (asked !== channel) return;
  const text = JSON.stringify(read);
  if (text !== shownMessages) {
    shownMessages = text;
    $("#messages").replaceChildren(...arranged(read).map((root) => messageOf(root, root)));
    $("#messages").lastElementChild?.scrollIntoView({ block: "end" });
  }
  if (view?.id !== shownView) showView(view);
}

function showView(view, errors = {}) {
  shownView = view?.id;
  if (!view) return $("#modal").close();
  const form = $("#modal form");
  form.replaceChildren(
    element("h3", {}, view.title.text), ...fieldsOf(view, errors, nameOf),
    ...(view.submit ? [element("button", { className: "primary" }, view.submit.text)] : []),
    element("button", { type: "button", onclick: () => send(`views/${user}`, {}, "DELETE") }, view.close?.text ?? "Close"));
  form.onsubmit = (event) => { event.preventDefault(); submit(form); };
  if (!$("#modal").open) $("#modal").showModal();
}

async function submit(form) {
  const values = {};
  for (const field of form.querySelectorAll("[data-block]")) values[field.dataset.block] = { [field.dataset.action]: field.value };
  const { errors = {} } = await send("submissions", { values });
  for (const field of form.querySelectorAll("[data-block]")) field.nextElementSibling.textContent = errors[field.dataset.block] ?? "";
}

$("#who").append(...people.filter((person) => !person.is_bot).map((person) => new Option(person.name, person.id)));
$("#who").onchange = (event) => { user = event.target.value; enter(); };
$("#thread button").onclick = () => enter();
$("#modal").oncancel = () => send(`views/${user}`, {}, "DELETE");
$("#composer").onsubmit = (event) => {
  event.preventDefault();
  const text = $("#text").value.trim();
  $("#text").value = "";
  if (text.startsWith("/")) send("commands", { channel, text });
  else if (text) send("messages", { channel, text, thread_ts: thread?.ts });
};

await enter();
setInterval(() => refresh().catch(() => complain("the far side is away")), 1000);
