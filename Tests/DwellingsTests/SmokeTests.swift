import Clockwork
import Quantities
import Testing

@testable import Dwellings

/// Fine particles in rooms and the light that they take, against what can be worked out by hand.
@Suite struct SmokeTests {
  /// What one room exchanges with others.
  private let nothing = RoomExchange(
    oneRoom(), ThermalNetwork(oneRoom()), airHeat: 1_200, stepSeconds: 60)

  /// A room of 50 m³ without any exchange of air, after so many steps of a minute.
  private func sealed(_ sources: [(kind: ParticleKind, ugS: Double)], steps: Int) -> RoomParticles {
    var room = RoomParticles(inverseVolumes: [1 / 50.0], outdoorUgM3: 0, stepSeconds: 60)
    for _ in 0..<steps {
      for source in sources { room.add(source.kind, ugPerSecond: source.ugS, room: 0) }
      room.step(nothing, closedDoors: 0) { _ in GasStep(transition: 1, input: 60) }
    }
    return room
  }

  /// A watt for 13,000 s burns a gram of wood: 15 mg of soot. 1 mg/m³ of it is 0.0087/m, 0.0378
  /// dB/m; of what chars, half of that.
  @Test func sootAndWhatItHides() {
    #expect(abs(Burning.sootGrams(heatJ: 13_000) - 0.015) < 1e-12)
    for (kind, dbmPerMilligram) in [
      (ParticleKind.soot, 0.03778), (.charred, 0.01911), (.cooking, 0.01737), (.outdoor, 0.01303),
    ] {
      let room = sealed([(kind, 1_000)], steps: 40)
      let found = room.obscurationDBM(room: 0) / (room.massUgM3[0] * 1e-3)
      #expect(abs(found - dbmPerMilligram) < 1e-5, "\(kind) \(found)")
    }
    // Kinds add up, each by its own mass.
    let (soot, fat) = (sealed([(.soot, 300)], steps: 9), sealed([(.cooking, 2_000)], steps: 9))
    let both = sealed([(.soot, 300), (.cooking, 2_000)], steps: 9)
    #expect(abs(both.massUgM3[0] / (soot.massUgM3[0] + fat.massUgM3[0]) - 1) < 1e-12)
    #expect(abs(both.extinctionM[0] / (soot.extinctionM[0] + fat.extinctionM[0]) - 1) < 1e-12)
  }

  /// Nothing but settling: S / k (1 - exp(-k t)), and half an hour later exp(-k t) of it.
  @Test func whatSettlesIsGone() {
    var room = sealed([(.charred, 1_000)], steps: 60)
    // 1 mg/s in 50 m³ is 72 mg/m³ an hour.
    let expected = 72_000 / 0.39 * (1 - Elementary.exp(-0.39))
    #expect(abs(room.massUgM3[0] / expected - 1) < 1e-5, "\(room.massUgM3[0]) \(expected)")
    let before = room.massUgM3[0]
    for _ in 0..<30 {
      room.step(nothing, closedDoors: 0) { _ in GasStep(transition: 1, input: 60) }
    }
    #expect(abs(room.massUgM3[0] / before - Elementary.exp(-0.195)) < 1e-12)
  }

  private static func flat() -> Dwelling {
    var home = dwelling(Archetype.flat.plan(), outdoor: calm(5))
    home.followParticles()
    return home
  }

  private static func step(_ home: inout Dwelling) {
    _ = home.advance(outdoor: calm(5), people: nobody(home), openings: Openings())
  }

  /// In all rooms together, g.
  private static func held(_ home: Dwelling) -> Double {
    zip(home.particles?.massUgM3 ?? [], home.cells).reduce(0) {
      $0 + $1.0 * 1e-6 / $1.1.inverseVolume
    }
  }

  /// What a fire makes is in the rooms, has settled or has gone out with the air; it never grows
  /// again, and in the end the air is clean to any alarm.
  @Test func smokeSpreadsAndGoes() {
    var home = Self.flat()
    var mishaps = Mishaps()
    mishaps.fires = [.init(room: 0, heatW: 500)]
    home.setMishaps(mishaps, at: home.time)
    var made = 0.0
    var last: [Double] = []
    for _ in 0..<30 {
      Self.step(&home)
      made += Burning.sootGrams(heatJ: 500 * 60)
      last = home.particles?.massUgM3 ?? []
      #expect(Self.held(home) > 0 && Self.held(home) < made)
    }
    #expect(last.allSatisfy { $0 > 0 } && last[0] == last.max())
    #expect(home.smokeDBM(room: 0) > 0.05, "\(home.smokeDBM(room: 0))")
    home.setMishaps(Mishaps(), at: home.time)
    var before = Double.infinity
    for _ in 0..<4_000 {
      Self.step(&home)
      let held = Self.held(home)
      #expect(held <= before)
      before = held
    }
    #expect((0..<home.roomCount).allSatisfy { home.smokeDBM(room: $0) == 0 })
  }

  /// Who breathes and what sounds meet the same smoke: a pot that chars is in PM2.5 too.
  @Test func aPotThatCharsIsInTheAirThatPeopleBreathe() throws {
    var (plain, charring) = (Self.flat(), Self.flat())
    charring.setPots([1])
    for _ in 0..<20 {
      Self.step(&plain)
      Self.step(&charring)
    }
    #expect(plain.particlesUgM3(room: 1, at: plain.time) == 0 && plain.smokeDBM(room: 1) == 0)
    let mass = try #require(charring.particles?.massUgM3[1])
    // 1 mg/s for 20 min in the kitchen, less what went through doors.
    let most = 1.2e6 * charring.cells[1].inverseVolume
    #expect(mass > 0.2 * most && mass < most, "\(mass) \(most)")
    let expected = mass * 1e-6 * 4.4 * 4.342944819
    #expect(abs(charring.smokeDBM(room: 1) / expected - 1) < 1e-9)
    // Between two ticks a monitor meets what lies between them, a step late.
    let earlier = try #require(charring.particles?.earlierUgM3[1])
    let between = charring.particlesUgM3(room: 1, at: charring.time + .seconds(15))
    #expect(abs((between ?? 0) - (0.75 * earlier + 0.25 * mass)) < 1e-9 * mass)
  }

  /// Where nobody looks, nothing is worked out and nothing else is different.
  @Test func whoIsNotFollowedIsTheSame() {
    var (plain, followed) = (dwelling(Archetype.flat.plan(), outdoor: calm(5)), Self.flat())
    var mishaps = Mishaps()
    mishaps.fires = [.init(room: 0, heatW: 500)]
    plain.setMishaps(mishaps, at: start)
    followed.setMishaps(mishaps, at: start)
    for _ in 0..<60 {
      Self.step(&plain)
      Self.step(&followed)
      #expect(plain.rooms == followed.rooms)
    }
    #expect(!plain.followsParticles && plain.smokeDBM(room: 0) == 0)
    #expect(followed.smokeDBM(room: 0) > 0)
  }

  /// Meals differ, and the mean meal is the mean.
  @Test func mealsSmokeAsTheyWill() {
    var home = Self.flat()
    var sum = 0.0
    var last = 0.0
    for n in 0..<10_000 {
      home.beginMeal(rank: (Double(n) + 0.5) / 10_000)
      sum += home.fryingFactor
      #expect(home.fryingFactor > last)
      last = home.fryingFactor
    }
    #expect(abs(sum / 10_000 - 1) < 0.01, "\(sum / 10_000)")
  }

  @Test func waterSpreadsOverItsOwnFloor() {
    var home = Self.flat()
    var mishaps = Mishaps()
    mishaps.leaks = [.init(number: 0, room: 1, litresPerMinute: 3, isHot: false)]
    home.setMishaps(mishaps, at: home.time)
    for _ in 0..<2 { Self.step(&home) }
    // Two minutes of 3 L as a film of 2 mm, less what has dried meanwhile.
    #expect(abs(home.wetFloorM2(room: 1) - 3) < 0.01)
    #expect(home.wetFloorM2(room: 0) == 0)
  }
}
