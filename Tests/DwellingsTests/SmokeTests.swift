import Clockwork
import Quantities
import Testing

@testable import Dwellings

/// Smoke in rooms, against what can be worked out by hand.
@Suite struct SmokeTests {
  /// A watt for 13,000 s burns a gram of wood: 15 mg of soot. 1 mg/m³ is 0.0087/m, 0.0378 dB/m.
  @Test func sootAndWhatItHides() {
    #expect(abs(Burning.sootGrams(heatJ: 13_000) - 0.015) < 1e-12)
    #expect(abs(Smoke.obscurationDBM(gramsPerM3: 1e-3) - 0.03778) < 1e-5)
  }

  private static let flat = dwelling(Archetype.flat.plan(), outdoor: calm(5))

  private static func step(_ home: inout Dwelling) {
    _ = home.advance(outdoor: calm(5), people: nobody(home), openings: Openings())
  }

  /// What a fire makes is in the rooms, has settled or has gone out with the air; it never grows
  /// again, and none is kept once the air is clean.
  @Test func smokeSpreadsAndGoes() {
    var home = Self.flat
    var mishaps = Mishaps()
    mishaps.fires = [.init(room: 0, heatW: 500)]
    home.setMishaps(mishaps, at: home.time)
    var made = 0.0
    var last: [Double] = []
    for _ in 0..<30 {
      Self.step(&home)
      made += Burning.sootGrams(heatJ: 500 * 60)
      last = home.smoke
      let held = zip(home.smoke, home.cells).reduce(0) { $0 + $1.0 / $1.1.inverseVolume }
      #expect(held > 0 && held < made)
    }
    #expect(last.allSatisfy { $0 > 0 } && last[0] == last.max())
    #expect(home.smokeDBM(room: 0) > 0.05, "\(home.smokeDBM(room: 0))")
    home.setMishaps(Mishaps(), at: home.time)
    var before = Double.infinity
    for _ in 0..<4_000 where !home.smoke.isEmpty {
      Self.step(&home)
      let held = zip(home.smoke, home.cells).reduce(0) { $0 + $1.0 / $1.1.inverseVolume }
      #expect(held <= before)
      before = held
    }
    #expect(home.smoke.isEmpty && home.smokeDBM(room: 0) == 0)
  }

  @Test func waterSpreadsOverItsOwnFloor() {
    var home = Self.flat
    var mishaps = Mishaps()
    mishaps.leaks = [.init(number: 0, room: 1, litresPerMinute: 3, isHot: false)]
    home.setMishaps(mishaps, at: home.time)
    for _ in 0..<2 { Self.step(&home) }
    #expect(abs(home.wetFloorM2(room: 1) - 3) < 1e-9)
    #expect(home.wetFloorM2(room: 0) == 0)
  }
}
