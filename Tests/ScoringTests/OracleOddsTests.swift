import Quantities
import Scoring
import Testing
import Truth

/// What the oracle of quality makes of one reading and of silence, by hand.
@Suite struct OracleOddsTests {
  private func gain(
    _ value: Double, _ kind: FaultKind, _ magnitude: Double = 1, probability: Double = 0,
    days: Double = 0, last: Double? = nil
  ) -> Double {
    ReadingOdds(mean: 20, sd: 0.1, resolution: 1e-9).gain(
      value, fault: ReadingOdds.Fault(kind: kind, magnitude: magnitude, probability: probability),
      days: days, last: last, edges: 0...50)
  }

  /// A shift of ten standard deviations: 50 for the fault where it is met, against where it is not.
  @Test func shiftsAreWeighedByTheSquaresOfTheirDistances() {
    #expect((gain(21, .bias) - 50).magnitude < 1e-6)
    #expect((gain(20, .bias) + 50).magnitude < 1e-6)
    #expect(gain(20.5, .bias).magnitude < 1e-6)
    // Half a kelvin a day, after two days.
    #expect((gain(21, .drift, 0.5, days: 2) - 50).magnitude < 1e-6)
  }

  /// Noise tenfold: log(1/10) + (1 - 1/100) a^2 / 2, which is zero at a = 2.157.
  @Test func noiseIsWeighedByItsWidth() {
    #expect((gain(20, .noise, 10) + 2.302585092994046).magnitude < 1e-6)
    #expect((gain(20.5, .noise, 10) - (12.375 - 2.302585092994046)).magnitude < 1e-6)
    #expect(gain(20.1 * 1.0, .noise, 10) < 0)
  }

  /// A mixture: a healthy reading says almost nothing, a spike its square less its rarity.
  @Test func spikesAreAMixture() {
    #expect((gain(20, .spikes, probability: 0.01) - Elementary.log(0.99)).magnitude < 1e-6)
    for value in [19.0, 21.0] {
      let expected = 50 + Elementary.log(0.01 / 2)
      #expect((gain(value, .spikes, probability: 0.01) - expected).magnitude < 1e-6)
    }
    #expect(gain(1e6, .spikes, probability: 0.01).isFinite)
  }

  /// The same reading again is sure of a stuck sensor; another one is impossible, and what lies at
  /// the edge of the range says nothing.
  @Test func stuckIsSureOfRepetition() {
    let odds = ReadingOdds(mean: 20, sd: 0.1, resolution: 0.01)
    func gain(_ value: Double, last: Double?) -> Double {
      odds.gain(
        value, fault: ReadingOdds.Fault(kind: .stuck, magnitude: 0), days: 0, last: last,
        edges: 0...50)
    }
    // A hundredth of a normal density of sd 0.1 (and 0.01 / sqrt 12) at its middle: 1 in 25.
    #expect((gain(20, last: 20) - 3.2227).magnitude < 1e-3)
    #expect(gain(21, last: 21) > 50)
    #expect(gain(20.02, last: 20) == -.infinity)
    #expect(gain(20, last: nil) == 0)
    #expect(gain(0, last: 0) == 0)
  }

  /// Three in ten measurements fail: a heartbeat on time speaks for health by log 0.7, one that is
  /// a period late for the fault by 0.3 times 0.7 against one in a thousand.
  @Test func latenessSpeaksOnlyPastTheHeartbeat() {
    let onTime = SilenceOdds.arrival(periodsLate: 0, dropout: 0.3)
    #expect((onTime - (Elementary.log(0.7) - Elementary.log(0.999))).magnitude < 1e-12)
    let late = SilenceOdds.arrival(periodsLate: 1, dropout: 0.3)
    #expect((late - Elementary.log(210)).magnitude < 1e-9)
    let later = SilenceOdds.arrival(periodsLate: 2, dropout: 0.3)
    #expect((late - later + Elementary.log(0.3)).magnitude < 1e-9)
    // A sensor that always fails sends nothing.
    #expect(SilenceOdds.arrival(periodsLate: 1, dropout: 1) < -600)
  }

  /// A heartbeat that a link loses once in a thousand times and that did not come.
  @Test func waitingWeighsTheLinkAgainstTheFault() {
    let dead = SilenceOdds.waiting(periodsLate: 1, dropout: 1, allLost: 1e-3)
    #expect((dead - Elementary.log(1_000)).magnitude < 1e-9)
    // A third of the measurements fail: after three periods the link is likelier to blame.
    let third = (1...6).map { SilenceOdds.waiting(periodsLate: $0, dropout: 0.3, allLost: 0.1) }
    #expect(third == third.sorted(by: >))
    #expect((third[0] - Elementary.log(0.3 + 0.7 * 0.1) + Elementary.log(0.1)).magnitude < 1e-9)
    // A link that loses everything tells nothing.
    #expect(SilenceOdds.waiting(periodsLate: 5, dropout: 1, allLost: 1).magnitude < 1e-12)
  }

  @Test func aHomesSilenceAddsUp() {
    #expect(SilenceOdds.home(allLost: []) == 0)
    #expect((SilenceOdds.home(allLost: [0.1, 0.01]) - Elementary.log(1_000)).magnitude < 1e-9)
  }
}
