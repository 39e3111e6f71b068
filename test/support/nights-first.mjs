import SequencerOfJest from "@jest/test-sequencer";

/** Whole nights take a minute each: begun last, they would leave one worker alone with them. The rest in jest's own order. */
export default class Sequencer extends SequencerOfJest {
  sort(tests) {
    const isNight = ({ path }) => path.includes("/test/night/");
    const sorted = super.sort(tests);
    return [...sorted.filter(isNight), ...sorted.filter((test) => !isNight(test))];
  }
}
