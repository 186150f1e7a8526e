import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// What hands do they do where they are.
@Suite struct HandsTests {
  private static let homes: [(kind: HouseholdKind, seed: UInt64)] = [
    (.family, 11), (.couple, 12), (.flatShare, 13), (.pensioners, 14), (.shiftWorker, 15),
    (.single, 16),
  ]

  @Test func lampsWindowsTapsAndThermostatAreReached() {
    var counts = [String: Int]()
    for (kind, seed) in Self.homes {
      var cottage = Cottage(kind: kind, seed: seed)
      var places = cottage.household.people.indices.map {
        cottage.household.room(of: ResidentIndex($0))
      }
      func live(_ days: Int64, at temperatureC: Double) {
        cottage.roomTemperatureC = temperatureC
        cottage.live(until: Cottage.start + .days(days)) { time, request, household in
          let place = places[request.resident.index]
          let label = "\(request.action) at \(time), seed \(seed)"
          switch request.action {
          case .move(let room, _): places[request.resident.index] = room
          case .switchLamp(let room, _):
            counts["lamp", default: 0] += 1
            #expect(place == room, "\(label)")
          case .moveWindow(let room, _):
            counts["window", default: 0] += 1
            #expect(place == room, "\(label)")
          case .setHeating, .setCooling:
            counts["thermostat", default: 0] += 1
            #expect(place == Cottage.layout.thermostatRoom, "\(label)")
          case .wash(let use, let start, let end):
            counts[use.name, default: 0] += 1
            #expect(start >= time && end >= start)
            let kind = place.map { Cottage.layout.rooms[$0.index].kind }
            #expect(kind == (use == .handWashing ? .bathroom : .kitchen), "\(label)")
          default: break
          }
        }
      }
      live(7, at: 20.5)
      // Cold enough for most to turn the heating up.
      live(14, at: 18)
    }
    for thing in ["lamp", "window", "thermostat", "hand_washing", "cooking", "dish_washing"] {
      #expect(counts[thing, default: 0] > 15, "\(thing): \(counts)")
    }
  }

  /// Nobody works, cleans, eats or rests beside a sleeper who can do it elsewhere.
  @Test func sleepersAreLeftInPeace() {
    var count = 0
    for (kind, seed) in Self.homes {
      var cottage = Cottage(kind: kind, seed: seed)
      cottage.live(until: Cottage.start + .days(14)) { time, request, household in
        guard case .begin(let activity, let room?) = request.action,
          [.work, .chores, .relax, .eat].contains(activity),
          // Who is back from the toilet goes on where they were.
          household.states[request.resident.index].start == time
        else { return }
        count += 1
        let sleeper = household.states.indices.contains {
          $0 != request.resident.index && household.states[$0].isHome
            && household.states[$0].activity == .sleep && household.states[$0].room == room
        }
        #expect(!sleeper || room == Cottage.layout.kitchen, "\(kind) \(activity) at \(time)")
      }
    }
    #expect(count > 500)
  }

  /// Habit opens no window of a cooled house in the heat, nor of a cold room.
  @Test(arguments: [(35.0, 25.0), (2.0, 12.0)])
  func nobodyAirsAgainstTheWeather(outdoorC: Double, roomC: Double) {
    var openings = 0
    for seed in 0..<6 as Range<UInt64> {
      var cottage = Cottage(kind: .couple, seed: seed, layout: Cottage.cooledLayout)
      cottage.senses.outdoorTemperatureC = outdoorC
      cottage.roomTemperatureC = roomC
      cottage.live(until: Cottage.start + .days(7)) { _, request, _ in
        if case .moveWindow(_, isOpen: true) = request.action { openings += 1 }
      }
    }
    // Where many are in one room, the air is bad enough.
    #expect(openings < 6, "\(openings)")
  }

  /// Whoever lay on the floor rests then, and goes neither to work nor out.
  @Test func afterAFallPeopleRest() {
    for seed in 0..<12 as Range<UInt64> {
      var cottage = Cottage(kind: .pensioners, seed: seed)
      cottage.live(until: Cottage.start + .hours(10)) { _, _, _ in }
      guard let person = cottage.household.standing.first else { continue }
      let end = Cottage.start + .hours(11)
      cottage.household.fall(person, until: end)
      var next: Activity?
      cottage.live(until: Cottage.start + .hours(13)) { time, request, _ in
        guard request.resident == person, time >= end else { return }
        if case .begin(let activity, _) = request.action, next == nil { next = activity }
      }
      #expect(next == .relax, "seed \(seed): \(String(describing: next))")
    }
  }

  /// Lamps that are too weak for a task are left on and not switched again and again; neither does
  /// the glow of a screen and the street keep anybody from the switch.
  @Test(arguments: [(20.0, 0.0), (400.0, 0.0), (180.0, 5.0)])
  func weakLampsAreSwitchedAsOften(lampLx: Double, glowLx: Double) {
    func switched(_ lampLx: Double, _ glowLx: Double) -> Int {
      var count = 0
      for (kind, seed) in Self.homes {
        var cottage = Cottage(kind: kind, seed: seed)
        (cottage.lampLx, cottage.glowLx) = (lampLx, glowLx)
        cottage.live(until: Cottage.start + .days(7)) { _, request, _ in
          if case .switchLamp = request.action { count += 1 }
        }
      }
      return count
    }
    let usual = switched(180, 0)
    #expect(usual > 100)
    #expect(switched(lampLx, glowLx) == usual, "\(switched(lampLx, glowLx)) \(usual)")
  }

  /// Whoever dries their hair is in the bathroom until it is dry.
  @Test func hairIsDriedBesideTheDryer() {
    var count = 0
    for seed in 20..<50 as Range<UInt64> {
      var cottage = Cottage(kind: .couple, seed: seed)
      var dryingUntil = [SimTime](repeating: .distantPast, count: 2)
      cottage.live(until: Cottage.start + .days(14)) { time, request, _ in
        let person = request.resident.index
        switch request.action {
        case .start(.hairDryer, _, let length):
          count += 1
          dryingUntil[person] = time + (length ?? .zero)
        case .begin, .move:
          #expect(time >= dryingUntil[person], "\(request.action) at \(time), seed \(seed)")
        default: break
        }
      }
    }
    #expect(count > 30, "\(count)")
  }

  /// Two who do not agree find a temperature and leave it there.
  @Test func thermostatsAreNotFoughtOver() {
    var (changes, reversals, days) = (0, 0, 0)
    for seed in 60..<90 as Range<UInt64> {
      var cottage = Cottage(kind: .couple, seed: seed)
      var last: (resident: Int, time: SimTime)?
      // It is as warm as they set it.
      for hour in 0..<14 * 24 as Range<Int64> {
        cottage.roomTemperatureC = cottage.senses.heatingSetpointC
        cottage.live(until: Cottage.start + .hours(hour + 1)) { time, request, _ in
          guard case .setHeating = request.action else { return }
          changes += 1
          if let last, last.resident != request.resident.index, time - last.time < .hours(2) {
            reversals += 1
          }
          last = (request.resident.index, time)
        }
      }
      days += 14
    }
    #expect(changes > 20 && changes < days, "\(changes) in \(days) days")
    #expect(reversals == 0)
  }

  /// Those who live together like it alike more than strangers do, and as much by themselves.
  @Test func wishesOfAHouseholdAgree() {
    let pairs = (0..<4_000).map {
      HouseholdKind.couple.people(seed: 5, home: HomeID(UInt32($0))).map(\.heatingWishC)
    }
    let mean = pairs.reduce(0) { $0 + $1[0] + $1[1] } / Double(2 * pairs.count)
    let variance =
      pairs.reduce(0) { $0 + ($1[0] - mean) * ($1[0] - mean) } / Double(pairs.count)
    let common =
      pairs.reduce(0) { $0 + ($1[0] - mean) * ($1[1] - mean) } / Double(pairs.count)
    // 1.2 K, less what the cut at 2.2 standard deviations takes.
    #expect(abs(variance.squareRoot() - 1.15) < 0.05, "\(variance.squareRoot())")
    #expect(abs(common / variance - 0.6) < 0.04, "\(common / variance)")
  }
}
