import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-var": "error",
  "prefer-const": "error",
  "no-implicit-globals": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-alert": "error",
  "no-console": ["error", { allow: ["warn", "error"] }],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" }],
  "no-restricted-globals": ["error", { name: "localStorage", message: "State lives in IndexedDB only." }],
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "html`` escapes; innerHTML does not." },
    { property: "outerHTML", message: "html`` escapes; outerHTML does not." },
  ],
};

export default [
  { ignores: ["static/vendor/**", "node_modules/**", ".venv/**"] },
  { files: ["static/app/**/*.js", "static/office/**/*.js"], languageOptions: { globals: globals.browser }, rules },
  {
    files: ["static/sw/**/*.js"],
    languageOptions: { sourceType: "script", globals: globals.serviceworker },
    rules: { ...rules, "no-implicit-globals": "off" },
  },
  { files: ["tests/rig/**/*.js"], languageOptions: { sourceType: "script", globals: globals.browser }, rules },
  {
    files: ["tests/js/**/*.js", "eslint.config.js"],
    languageOptions: { globals: { ...globals.node, ...globals.nodeBuiltin } },
    rules: { ...rules, "no-console": "off", "no-restricted-properties": "off" },
  },
];
