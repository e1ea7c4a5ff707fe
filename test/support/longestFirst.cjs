const Sequencer = require('@jest/test-sequencer').default;

/** Suites with a browser take minutes each: begun last, they would end long after all others. */
const early = ['test/web/everyPage', 'test/web/'];

const rank = ({ path }) => {
  const found = early.findIndex((part) => path.includes(part));
  return found < 0 ? early.length : found;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
