import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// People get up in the middle of something and come back to it.
@Suite("Visits to the toilet")
struct ToiletTests {
  /// Of one person: each activity as it begins, and the room it is in.
  private static func diary(seed: UInt64, days: Int64) -> [(Activity, RoomIndex?, SimTime)] {
    var cottage = Cottage(kind: .single, seed: seed)
    var lines: [(Activity, RoomIndex?, SimTime)] = []
    cottage.live(until: Cottage.start + .days(days)) { time, request, _ in
      guard case .begin(let activity, let room) = request.action else { return }
      lines.append((activity, room, time))
    }
    return lines
  }

  @Test func whoGetsUpComesBack() {
    var visitCount = 0
    for seed in 0..<20 as Range<UInt64> {
      let lines = Self.diary(seed: seed, days: 14)
      for place in lines.indices.dropFirst().dropLast() where lines[place].0 == .hygiene {
        let (before, after) = (lines[place - 1], lines[place + 1])
        guard before.0 == after.0, [.relax, .work, .chores].contains(before.0) else { continue }
        let minutes = (after.2 - lines[place].2).seconds / 60
        guard minutes <= 5 else { continue }
        visitCount += 1
        #expect(minutes >= 80.0 / 60)
      }
    }
    // 280 days of people awake at home for some seven hours, beyond morning and night.
    #expect((300...1_200).contains(visitCount), "\(visitCount)")
  }

  /// Meals, laundry and showers are not interrupted, and nobody goes twice in a row.
  @Test func someThingsAreNotInterrupted() {
    for seed in 0..<20 as Range<UInt64> {
      var isRepeated = false
      let lines = Self.diary(seed: seed, days: 14)
      for place in lines.indices.dropFirst(2) where lines[place - 1].0 == .hygiene {
        let (before, now) = (lines[place - 2].0, lines[place].0)
        // Back to the same pot or plate after minutes: only somebody who was interrupted.
        if before == now, before == .cook || before == .laundry,
          (lines[place].2 - lines[place - 1].2).seconds <= 300
        {
          isRepeated = true
        }
      }
      #expect(!isRepeated, "seed \(seed)")
    }
  }

  /// The time between visits while awake: a quarter of a day at most, hours on average.
  @Test func visitsAreHoursApart() {
    var gaps: [Double] = []
    for seed in 0..<20 as Range<UInt64> {
      var cottage = Cottage(kind: .pensioners, seed: seed)
      var last: [Int: SimTime] = [:]
      cottage.live(until: Cottage.start + .days(7)) { time, request, household in
        guard case .begin(.hygiene, _) = request.action else { return }
        let who = request.resident.index
        if !household.states[who].isNight, let before = last[who] {
          let hours = (time - before).hours
          if hours < 14 { gaps.append(hours) }
        }
        last[who] = household.states[who].isNight ? nil : time
      }
    }
    let sorted = gaps.sorted()
    #expect(gaps.count > 1_000)
    #expect((1.2...3.2).contains(sorted[sorted.count / 2]), "\(sorted[sorted.count / 2])")
  }

  /// Nothing is taken up for seconds before a visit or after it.
  @Test func noStubsBesideVisits() {
    var (short, all) = (0, 0)
    for seed in 0..<20 as Range<UInt64> {
      let lines = Self.diary(seed: seed, days: 14)
      for (line, next) in zip(lines, lines.dropFirst()) where line.0 == .relax || line.0 == .work {
        all += 1
        if (next.2 - line.2).seconds < 90 { short += 1 }
      }
    }
    #expect(all > 1_000)
    #expect(short * 100 < all, "\(short) of \(all)")
  }
}
