import Scoring
import Testing
import Truth

/// What single messages say for faults of their devices, against known answers.
@Suite struct MessageOddsTests {
  /// Two normal distributions a jump apart: at the jump half its square over the variance, at
  /// nothing as much against it, halfway nothing.
  @Test func aJumpIsWeighedByHowFarClocksAreOff() {
    func gain(_ size: Double) -> Double {
      MessageOdds.gain(.clockJump, size: size, magnitude: -2, clockSD: 0.5)
    }
    #expect((gain(-2) - 8).magnitude < 1e-12)
    #expect((gain(0) + 8).magnitude < 1e-12)
    #expect(gain(-1).magnitude < 1e-12)
  }

  /// What a sound device never does is enough at once; what it does half the time ten times over.
  @Test func someMessagesAreEnough() {
    let sure = 6.907755278982137  // log 1000
    for kind in [FaultKind.replayed, .forged, .misnumbered, .misstatedCharge] {
      #expect(MessageOdds.gain(kind, size: 1, magnitude: 0, clockSD: 1) > sure, "\(kind.name)")
    }
    let slow = MessageOdds.gain(.doubledPeriod, size: 1, magnitude: 2, clockSD: 1)
    #expect(9 * slow < sure && 10 * slow > sure)
    for kind in FaultKind.allCases where !kind.showsInMessages {
      #expect(MessageOdds.gain(kind, size: 1, magnitude: 1, clockSD: 1) == 0, "\(kind.name)")
    }
  }
}
