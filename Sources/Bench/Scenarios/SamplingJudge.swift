internal import Clockwork
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Telemetry
internal import Truth

/// Sampling's players for one audited home, a channel and day at a time.
///
/// A call never spans the end of a day: its owner calls at every full hour.
struct SamplingJudge {
  /// A slot whose channel is scored, and what it measured and sent today.
  private struct Watched {
    let slot: Int
    let channel: Channel
    let rebuild: SamplingScorer.Rebuild
    var day: SamplingScorer.Day
  }

  private let home: UInt64
  private var watched: [Watched] = []
  /// By slot: its place in `watched`, or -1 where nobody scores its channel.
  private var places: [Int]
  private var dayIndex = 0
  private var dayEnd: SimTime

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    self.home = UInt64(home.specification.home.rawValue)
    dayEnd = lane.start + .days(1)
    places = Array(repeating: -1, count: directory.slots.count)
    for (slot, (_, sheet)) in directory.slots.enumerated()
    where SamplingScorer.isScored(sheet.channel) {
      places[slot] = watched.count
      let silence = lane.sampling.effect(sheet).silence
      watched.append(
        Watched(
          slot: slot, channel: sheet.channel,
          rebuild: silence.map { .linearWithin($0.halfWidth) } ?? .linear,
          day: SamplingScorer.Day(tickCount: 86_400 / max(Int(sheet.periodSeconds), 1))))
    }
  }

  /// What a day holds when it is full, whatever the day.
  var heldCount: Int { watched.reduce(0) { $0 + $1.day.tickCount } }

  mutating func take(
    truth: TruthBuffer, day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    for reading in truth.audited {
      if reading.time >= dayEnd {
        close(board: &board, firstScore: firstScore)
        let today = day(reading.time)
        dayEnd = dayEnd + .days(Int64(today - dayIndex))
        dayIndex = today
      }
      let place = places[Int(reading.slot)]
      if place >= 0 {
        watched[place].day.append(reading.measured, truth: reading.truth, tick: reading.tick)
      }
    }
    for reading in truth.sent {
      let place = places[Int(reading.slot)]
      if place >= 0 { watched[place].day.sent.append((reading.tick, reading.value)) }
    }
  }

  mutating func finish(board: inout ScoreBoard, firstScore: Int) {
    close(board: &board, firstScore: firstScore)
  }

  private mutating func close(board: inout ScoreBoard, firstScore: Int) {
    for index in watched.indices {
      let slot = UInt64(watched[index].slot)
      SamplingScorer.add(
        watched[index].day, channel: watched[index].channel, rebuild: watched[index].rebuild,
        seed: home << 24 | slot << 12 | UInt64(dayIndex), dayIndex: dayIndex, to: &board,
        firstScore: firstScore)
      watched[index].day.removeAll()
    }
  }
}
