// @swc/jest hands its source map over as a string; the coverage plugin wants the object.
const { createTransformer } = require('@swc/jest');

const parsedMap = (result) =>
  result && typeof result.map === 'string' ? { ...result, map: JSON.parse(result.map) } : result;

module.exports = {
  createTransformer(config) {
    const transformer = createTransformer(config);
    return {
      ...transformer,
      process: (...args) => parsedMap(transformer.process(...args)),
      processAsync: async (...args) => parsedMap(await transformer.processAsync(...args)),
    };
  },
};
