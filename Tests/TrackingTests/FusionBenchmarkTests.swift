import Testing
import Tracking

@Suite struct FusionBenchmarkTests {
  @Test func boundsAreThoseOfTheRiccatiEquation() throws {
    let bounds = try FusionBounds()
    #expect((bounds.filter - 0.0657).magnitude < 0.0001, "\(bounds)")
    #expect((bounds.oneStepAhead - 0.0690).magnitude < 0.0001, "\(bounds)")
    #expect((bounds.smoother - 0.0378).magnitude < 0.0003, "\(bounds)")
    #expect((bounds.memoryless - 0.2164).magnitude < 0.0001, "\(bounds)")
  }

  @Test func kalmanReachesTheBoundOnCleanReadings() throws {
    let bounds = try FusionBounds()
    let filter = FusionResult(.kalman, .clean, seeds: 1...10)
    #expect((filter.rmse / bounds.filter - 1).magnitude < 0.02, "\(filter)")
    #expect((0.95...1.05).contains(filter.nees))
    let smoother = FusionResult(.smoother, .clean, seeds: 1...10)
    #expect((smoother.rmse / bounds.smoother - 1).magnitude < 0.04, "\(smoother)")
    let weights = FusionResult(.inverseVariance, .clean, seeds: 1...2)
    #expect((weights.rmse / bounds.memoryless - 1).magnitude < 0.02, "\(weights)")
    // The plan's formula takes 1/sd for a variance's inverse and states three times too much.
    let plan = FusionResult(.dataPlan, .clean, seeds: 1...2)
    #expect((plan.nees - 0.39).magnitude < 0.02, "\(plan)")
  }

  @Test func bankMeetsItsGoals() throws {
    let bounds = try FusionBounds()
    let clean = FusionResult(.bank, .clean, seeds: 1...4)
    #expect(clean.rmse <= 1.02 * bounds.filter, "\(clean)")
    let all = FusionResult(.bank, .all, seeds: 1...2)
    #expect(all.rmse <= 0.30, "\(all)")
    #expect(all.coverage >= 0.90, "\(all)")
  }

  @Test func truthAndNoiseDoNotDependOnTheScenario() {
    let (clean, bias) = (FusionRecord(.clean, seed: 3), FusionRecord(.bias, seed: 3))
    #expect(clean.truth == bias.truth)
    #expect(clean.readings.map { $0[1] } == bias.readings.map { $0[1] })
    #expect(clean.readings != FusionRecord(.clean, seed: 4).readings)
  }
}
