import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// People who do what stands in a script.
@Suite struct ActivityScriptTests {
  private struct Bout {
    var activity: Activity
    var start: SimTime
  }

  /// What a resident of a household began while it followed scripts, without visits to the toilet.
  private static func lived(_ scripts: [ActivityScript], days: Int64, seed: UInt64) -> [[Bout]] {
    var cottage = Cottage(kind: .couple, seed: seed)
    cottage.household.follow(scripts, at: Cottage.start)
    var bouts = [[Bout]](repeating: [], count: 2)
    cottage.live(until: Cottage.start + .days(days)) { time, request, _ in
      guard case .begin(let activity, _) = request.action else { return }
      bouts[request.resident.index].append(Bout(activity: activity, start: time))
    }
    return bouts.map { bouts in
      var kept: [Bout] = []
      for (place, bout) in bouts.enumerated() {
        let end = place + 1 < bouts.count ? bouts[place + 1].start : bout.start
        if bout.activity == .hygiene, end - bout.start < .minutes(8) { continue }
        if kept.last?.activity != bout.activity { kept.append(bout) }
      }
      return kept
    }
  }

  /// Order and lengths are the script's, at whatever hour; the last part is followed by the first.
  @Test(arguments: 0..<4 as Range<UInt64>) func scriptsAreFollowed(_ seed: UInt64) throws {
    let parts: [ActivityScript.Part] = [
      .init(.relax, .minutes(95)), .init(.cook, .minutes(31)), .init(.eat, .minutes(40)),
      .init(.sleep, .hours(8)), .init(.hygiene, .minutes(25)), .init(.away, .hours(9)),
      .init(.chores, .minutes(70)), .init(.away, .minutes(50)),
    ]
    let script = ActivityScript(parts)
    for bouts in Self.lived([script, script], days: 6, seed: seed) {
      // What they were about at birth comes first.
      let first = try #require(bouts.firstIndex { $0.activity == .relax })
      let followed = bouts[first...]
      #expect(followed.count > 3 * parts.count)
      for (place, (bout, next)) in zip(followed, followed.dropFirst()).enumerated() {
        let part = parts[place % parts.count]
        #expect(bout.activity == part.activity, "seed \(seed), part \(place)")
        // Doors, shoes and the toilet take their time.
        let slack = (next.start - bout.start - part.length).seconds.magnitude
        #expect(slack < 720, "seed \(seed), part \(place): \(slack) s")
      }
    }
  }

  /// Whoever has an empty script goes on as they choose, without appointments.
  @Test func emptyScriptsLeaveTheChoice() {
    let bouts = Self.lived([ActivityScript([]), ActivityScript([])], days: 3, seed: 2)
    #expect(bouts.allSatisfy { Set($0.map(\.activity)).count > 2 })
  }
}
