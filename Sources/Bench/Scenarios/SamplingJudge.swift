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
  private let channels: [Channel]
  private let home: UInt64
  /// By slot.
  private let rebuild: [SamplingScorer.Rebuild]
  private var days: [SamplingScorer.Day]
  private var dayIndex = 0

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    channels = directory.slots.map(\.sheet.channel)
    self.home = UInt64(home.specification.home.rawValue)
    rebuild = directory.slots.map { slot in
      lane.sampling.effect(slot.sheet).silence.map { .linearWithin($0.halfWidth) } ?? .linear
    }
    days = channels.map { _ in SamplingScorer.Day() }
  }

  mutating func take(
    truth: TruthBuffer, day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    for reading in truth.audited {
      let today = day(reading.time)
      if today != dayIndex {
        close(board: &board, firstScore: firstScore)
        dayIndex = today
      }
      let slot = Int(reading.slot)
      if days[slot].measured.isEmpty { days[slot].firstTick = reading.tick }
      days[slot].measured.append(reading.measured)
      days[slot].truth.append(reading.truth)
    }
    for reading in truth.sent {
      days[Int(reading.slot)].sent.append((reading.tick, reading.value))
    }
  }

  mutating func finish(
    day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) { close(board: &board, firstScore: firstScore) }

  private mutating func close(board: inout ScoreBoard, firstScore: Int) {
    for (slot, channel) in channels.enumerated() {
      SamplingScorer.add(
        days[slot], channel: channel, rebuild: rebuild[slot],
        seed: home << 24 | UInt64(slot) << 12 | UInt64(dayIndex), dayIndex: dayIndex, to: &board,
        firstScore: firstScore)
      days[slot].removeAll()
    }
  }
}
