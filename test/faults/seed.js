/** Another one in each run; `SEED` in the environment plays that one again. */
module.exports.seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
