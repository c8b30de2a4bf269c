"use strict";

const WORDS = {
  en: {
    skip: "Go to the message field",
    clear: "Start over",
    language: "Language",
    hello: "A model trained on this machine",
    base: "It is a small base model: it continues text, it was not taught to answer questions. Give it the beginning of something.",
    message: "Your text",
    hint: "The beginning of a text…",
    send: "Send",
    stop: "Stop",
    settings: "Settings",
    temperature: "Temperature",
    most: "At most (tokens)",
    seed: "Seed (empty: random)",
    you: "You",
    parameters: "parameters",
    context: "context",
    tokens: "tokens",
    perSecond: "tokens/s",
    measured: "measured",
    modelled: "modelled",
    unknown: "energy unknown",
    writing: "The model is writing.",
    finished: "The answer is complete.",
    stopped: "Stopped.",
    cut: "cut at the limit",
    shortened: "Older turns were left out: the conversation has outgrown the context.",
    unreachable: "The server cannot be reached. Is it still running?",
    broken: "The connection was lost before the answer was complete.",
    starts: ["The tide comes in because", "To bake bread, you need", "public static void"],
  },
  fr: {
    skip: "Aller au champ de saisie",
    clear: "Recommencer",
    language: "Langue",
    hello: "Un modèle entraîné sur cette machine",
    base: "C’est un petit modèle de base : il prolonge un texte, on ne lui a pas appris à répondre à des questions. Donnez-lui le début de quelque chose.",
    message: "Votre texte",
    hint: "Le début d’un texte…",
    send: "Envoyer",
    stop: "Arrêter",
    settings: "Réglages",
    temperature: "Température",
    most: "Au plus (tokens)",
    seed: "Graine (vide : au hasard)",
    you: "Vous",
    parameters: "paramètres",
    context: "contexte",
    tokens: "tokens",
    perSecond: "tokens/s",
    measured: "mesuré",
    modelled: "modélisé",
    unknown: "énergie inconnue",
    writing: "Le modèle écrit.",
    finished: "La réponse est complète.",
    stopped: "Arrêté.",
    cut: "coupé à la limite",
    shortened: "Les premiers échanges ont été laissés de côté : la conversation dépasse le contexte.",
    unreachable: "Le serveur ne répond pas. Est-il encore en marche ?",
    broken: "La connexion a été perdue avant la fin de la réponse.",
    starts: ["La marée monte parce que", "Pour faire du pain, il faut", "public static void"],
  },
};

const at = (id) => document.getElementById(id);
const KEPT = "socle.language";
let language = "en";
let model = null;
let messages = [];
let underWay = null;

function say(word) {
  return WORDS[language][word];
}

function speak(chosen) {
  language = chosen in WORDS ? chosen : "en";
  document.documentElement.lang = language;
  at("language").value = language;
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
  at("text").placeholder = say("hint");
  const starts = at("starts");
  starts.replaceChildren(...say("starts").map(start));
  describe();
}

function start(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () => {
    at("text").value = text;
    at("form").requestSubmit();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function number(value, digits = 0) {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function describe() {
  if (!model) {
    return;
  }
  const name = document.createElement("b");
  name.textContent = model.id;
  const millions = model.parameters / 1e6;
  const size = millions >= 1 ? number(millions, 1) + " M" : number(model.parameters);
  at("model").replaceChildren(
    name, ` · ${size} ${say("parameters")} · ${say("context")} ${number(model.context)} ${say("tokens")}`);
}

function fail(text) {
  at("error").textContent = text;
  at("error").hidden = false;
}

async function refusal(response) {
  try {
    return (await response.json()).error;
  } catch {
    return { message: `HTTP ${response.status}`, code: null };
  }
}

function turn(who, own) {
  const item = document.createElement("li");
  item.className = own ? "own" : "model-turn";
  const heading = document.createElement("h2");
  heading.textContent = who;
  const text = document.createElement("p");
  text.className = "text";
  item.append(heading, text);
  at("turns").append(item);
  return { item, text };
}

function atBottom() {
  const page = document.scrollingElement;
  return page.scrollHeight - page.scrollTop - page.clientHeight < 80;
}

function follow(was) {
  if (was) {
    document.scrollingElement.scrollTop = document.scrollingElement.scrollHeight;
  }
}

/** Text of an energy object, always with its status. */
function energy(known) {
  if (!known || known.status === "unknown") {
    return { text: say("unknown"), title: known?.because ?? "" };
  }
  const joules = known.joules;
  const amount = joules >= 100 ? number(joules) : joules >= 1 ? number(joules, 1) : number(joules, 3);
  const interval = known.low === undefined ? "" : ` (${number(known.low, 1)}–${number(known.high, 1)} J)`;
  return { text: `${amount} J ${say(known.status)}`, title: (known.instrument ?? "") + interval };
}

function figures(item, parts) {
  const line = document.createElement("p");
  line.className = "figures";
  for (const part of parts) {
    const span = document.createElement("span");
    span.textContent = part.text;
    span.title = part.title ?? "";
    line.append(span);
  }
  item.append(line);
}

/** Server-sent events of a response, one parsed object at a time. */
async function* events(response) {
  const decoder = new TextDecoder();
  let buffer = "";
  for await (const bytes of chunks(response.body)) {
    buffer += decoder.decode(bytes, { stream: true });
    let end;
    while ((end = buffer.indexOf("\n\n")) >= 0) {
      const event = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      if (event === "data: [DONE]") {
        return;
      }
      if (event.startsWith("data: ")) {
        yield JSON.parse(event.slice(6));
      }
    }
  }
  throw new Error("cut");
}

async function* chunks(body) {
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Asks; while the conversation is too long, its oldest turns are left out. */
async function ask(signal) {
  let sent = messages;
  while (true) {
    const body = {
      model: model.id,
      messages: sent,
      stream: true,
      stream_options: { include_usage: true },
      temperature: Number(at("temperature").value),
      max_tokens: Number(at("most").value),
    };
    if (at("seed").value !== "") {
      body.seed = Number(at("seed").value);
    }
    const response = await fetch("v1/chat/completions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
    if (response.ok) {
      return { response, shortened: sent.length < messages.length };
    }
    const error = await refusal(response);
    if (error.code !== "context_length_exceeded" || sent.length < 2) {
      throw new Refused(error.message);
    }
    sent = sent.slice(1);
  }
}

class Refused extends Error {}

async function answer() {
  underWay = new AbortController();
  const conversation = messages; // starting over replaces it
  const { item, text } = turn(model.id, false);
  item.classList.add("busy");
  const got = { text: "", finish: null, usage: null, started: performance.now() };
  try {
    const { response, shortened } = await ask(underWay.signal);
    if (shortened) {
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = say("shortened");
      text.before(note);
    }
    for await (const event of events(response)) {
      take(event, got, text);
    }
    at("status").textContent = say("finished");
  } catch (problem) {
    explain(problem);
  }
  item.classList.remove("busy");
  underWay = null;
  return close(item, got, conversation);
}

function take(event, got, text) {
  if (event.error) {
    throw new Refused(event.error.message);
  }
  got.usage = event.usage ?? got.usage;
  const choice = event.choices[0];
  if (!choice) {
    return;
  }
  got.finish = choice.finish_reason ?? got.finish;
  if (choice.delta.content) {
    const was = atBottom();
    got.text += choice.delta.content;
    text.textContent = got.text.trimStart();
    follow(was);
  }
}

function explain(problem) {
  if (problem.name === "AbortError") {
    at("status").textContent = say("stopped");
  } else if (problem instanceof Refused) {
    fail(problem.message);
  } else {
    fail(say(problem.message === "cut" ? "broken" : "unreachable"));
  }
}

/** Ends a turn; false when there was no answer at all. */
function close(item, got, conversation) {
  if (!got.text && !got.usage) {
    item.remove();
    return false;
  }
  conversation.push({ role: "assistant", content: got.text });
  const parts = [];
  if (got.usage) {
    const used = got.usage;
    parts.push({ text: `${number(used.completion_tokens)} ${say("tokens")}` });
    const seconds = (performance.now() - got.started) / 1000;
    parts.push({ text: `${number(used.completion_tokens / seconds, 1)} ${say("perSecond")}` });
    parts.push(energy(used.energy_j));
  } else {
    parts.push({ text: say("stopped") });
  }
  if (got.finish === "length") {
    parts.push({ text: say("cut") });
  }
  const was = atBottom();
  figures(item, parts);
  follow(was);
  return true;
}

async function send(event) {
  event.preventDefault();
  const written = at("text").value.trim();
  if (!written || underWay || !at("form").reportValidity()) {
    return;
  }
  at("error").hidden = true;
  if (!model && !(await load())) {
    return;
  }
  at("intro").hidden = true;
  at("text").value = "";
  const own = turn(say("you"), true);
  own.text.textContent = written;
  const asked = { role: "user", content: written };
  messages.push(asked);
  follow(true);
  at("send").hidden = true;
  at("stop").hidden = false;
  at("status").textContent = say("writing");
  if (!(await answer()) && messages.at(-1) === asked) {
    messages.pop(); // the text goes back to where it can be changed
    own.item.remove();
    at("text").value = written;
    at("intro").hidden = messages.length > 0;
  }
  at("stop").hidden = true;
  at("send").hidden = false;
  at("text").focus();
}

function clear() {
  underWay?.abort();
  messages = [];
  at("turns").replaceChildren();
  at("intro").hidden = false;
  at("error").hidden = true;
  at("text").focus();
}

async function load() {
  try {
    const response = await fetch("v1/models");
    model = (await response.json()).data[0];
    at("most").value = Math.min(128, Math.max(1, Math.floor(model.context / 2)));
    at("most").max = model.context;
    describe();
    return true;
  } catch {
    fail(say("unreachable"));
    return false;
  }
}

at("form").addEventListener("submit", send);
at("stop").addEventListener("click", () => underWay?.abort());
at("clear").addEventListener("click", clear);
at("language").addEventListener("change", (event) => {
  localStorage.setItem(KEPT, event.target.value);
  speak(event.target.value);
});
at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("form").requestSubmit();
  }
});

speak(localStorage.getItem(KEPT) ?? navigator.language.slice(0, 2));
load();
at("text").focus();
