// Answers random cases with the JavaScript twins: JSON in on standard input, JSON out. Used by test_twins.py.
import { readFileSync } from "node:fs";
import { endOfTerm, proposalDates } from "../../static/app/domain/deadlines.js";
import { missing, validUntil } from "../../static/app/domain/machtiging.js";
import { advise } from "../../static/app/domain/matrix.js";
import { checkText, replaceByRole } from "../../static/app/domain/text-guard.js";

const { policy, cases } = JSON.parse(readFileSync(0, "utf8"));

/** @type {Record<string, (one: any) => unknown>} */
const twins = {
  text: ({ text, allowed }) => checkText(text, policy.guard, allowed).map((hit) => [hit.kind, hit.word, hit.blocks, replaceByRole(text, hit)]),
  term: ({ event, n, unit, statutory, houseRule }) => {
    const term = endOfTerm(event, n, unit, { statutory, houseRule, equated: policy.equated });
    return [term.plain_end, term.last_day, term.steps];
  },
  dates: ({ on, advice }) => proposalDates(on, advice, { equated: policy.equated }),
  advice: (question) => advise(policy.matrix, question),
  machtiging: ({ known, entry }) => [missing(known, entry), known ? validUntil(known.given_on) : null],
};

const answers = cases.map((/** @type {{kind: string, given: unknown}} */ one) => twins[one.kind]?.(one.given));
process.stdout.write(JSON.stringify(answers));
