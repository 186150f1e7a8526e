internal import Clockwork
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Telemetry
internal import Truth

/// Sampling's players for one audited home, a channel and about a day at a time.
///
/// What a day held back is known by the next day's first reading, so a day is judged from its first
/// reading sent to that of the next, as soon as that is known, or at the next day's end. A call
/// never spans the end of a day: its owner calls at every full hour.
struct SamplingJudge {
  /// A slot whose channel is scored, and what it measured and sent yesterday and today.
  private struct Watched {
    let slot: Int
    let channel: Channel
    let rebuild: SamplingScorer.Rebuild
    var stretch = SamplingScorer.Stretch()
    /// The first tick of today while yesterday waits to be judged.
    var today: Int64?
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
      var channel = Watched(
        slot: slot, channel: sheet.channel,
        rebuild: silence.map { .linearWithin($0.halfWidth) } ?? .linear)
      // A day, and the hours until the next one is heard of.
      channel.stretch.reserve(30 * 3_600 / max(Int(sheet.periodSeconds), 1))
      watched.append(channel)
    }
  }

  /// Measurements of the current stretches: two days at most.
  var heldCount: Int { watched.reduce(0) { $0 + $1.stretch.ticks.count } }

  mutating func take(
    truth: TruthBuffer, day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    for reading in truth.audited {
      if reading.time >= dayEnd {
        endDay(board: &board, firstScore: firstScore)
        let today = day(reading.time)
        dayEnd = dayEnd + .days(Int64(today - dayIndex))
        dayIndex = today
      }
      let place = places[Int(reading.slot)]
      if place >= 0 {
        watched[place].stretch.append(reading.measured, truth: reading.truth, tick: reading.tick)
      }
    }
    for reading in truth.sent {
      let place = places[Int(reading.slot)]
      if place >= 0 { watched[place].stretch.sent.append((reading.tick, reading.value)) }
    }
    judgeYesterday(board: &board, firstScore: firstScore)
  }

  mutating func finish(board: inout ScoreBoard, firstScore: Int) {
    endDay(board: &board, firstScore: firstScore)
    for index in watched.indices {
      var rest = watched[index].stretch
      rest.isOpen = true
      score(rest, index, day: dayIndex, board: &board, firstScore: firstScore)
    }
  }

  /// Judges yesterday where today's first reading is known; readings are sent in order.
  private mutating func judgeYesterday(board: inout ScoreBoard, firstScore: Int) {
    for index in watched.indices {
      guard let today = watched[index].today,
        let tick = watched[index].stretch.sent.first(where: { $0.tick >= today })?.tick
      else { continue }
      score(
        watched[index].stretch.before(tick + 1), index, day: dayIndex - 1, board: &board,
        firstScore: firstScore)
      watched[index].stretch.removeAll(before: tick)
      watched[index].today = nil
    }
  }

  /// Makes today yesterday, and judges of the old yesterday what nothing was heard of since.
  private mutating func endDay(board: inout ScoreBoard, firstScore: Int) {
    judgeYesterday(board: &board, firstScore: firstScore)
    for index in watched.indices {
      guard let last = watched[index].stretch.ticks.last else { continue }
      if let today = watched[index].today {
        judgeSilence(index, today: today, board: &board, firstScore: firstScore)
      }
      watched[index].today = last + 1
    }
  }

  /// A day without a word: judged as the last reading held, which goes on being held.
  private mutating func judgeSilence(
    _ index: Int, today: Int64, board: inout ScoreBoard, firstScore: Int
  ) {
    var yesterday = watched[index].stretch.before(today)
    yesterday.isOpen = true
    score(yesterday, index, day: dayIndex - 1, board: &board, firstScore: firstScore)
    watched[index].stretch.removeAll(before: today)
    guard let held = yesterday.sent.last, let first = watched[index].stretch.ticks.first else {
      return
    }
    watched[index].stretch.sent = [(first, held.value)]
    watched[index].stretch.isCarried = true
  }

  private func score(
    _ stretch: SamplingScorer.Stretch, _ index: Int, day: Int, board: inout ScoreBoard,
    firstScore: Int
  ) {
    let slot = UInt64(watched[index].slot)
    SamplingScorer.add(
      stretch, channel: watched[index].channel, rebuild: watched[index].rebuild,
      seed: home << 24 | slot << 12 | UInt64(day), dayIndex: day, to: &board,
      firstScore: firstScore)
  }
}
