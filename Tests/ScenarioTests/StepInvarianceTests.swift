import Clockwork
import ScenarioFiles
import Scenarios
import Testing

/// The length of a physics step is ours, not the world's: it must not be seen in a week's energy.
@Suite struct StepInvarianceTests {
  /// Chicago in winter, Denver, Tucson in summer: furnaces, heat pumps, cooling; and all that can
  /// go wrong in a home, in all of them.
  @Test(arguments: ["quickstart", "winter-week", "summer-heat", "incidents"])
  func halfAStepMovesNoWeek(scenario: String) throws {
    let plan = try Fixture.plan(
      scenario,
      ["homes=40", "duration=7d", "history=0d", "faults=[]", "expect={}"]
        + ShippedScenarioTests.incidents(of: scenario))
    let runner = ShardRunner(threadCount: 2)
    let base = try plan.energies(step: .minutes(1), runner: runner)
    let half = try plan.energies(step: .seconds(30), runner: runner)
    func sum(_ homes: [HomeEnergy]) -> Double { homes.reduce(0) { $0 + $1.totalKWh } }
    let moved = sum(half) / sum(base) - 1
    #expect(moved.magnitude <= 0.005, "\(scenario): \(100 * moved) %")
    // A step that changed nothing at all would not have been halved.
    #expect(half != base)
    #expect(try plan.energies(step: .minutes(1), window: .hours(5), runner: runner) == base)
  }
}
