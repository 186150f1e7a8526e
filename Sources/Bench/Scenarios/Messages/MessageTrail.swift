internal import Clockwork
internal import Ingestion
internal import Lanes
internal import Telemetry
internal import Truth

/// What the stages made of one message, gathered while its home lives.
struct MessageTrail: Sendable {
  let message: MessageID
  /// Its readings as they were handed to the stages.
  private(set) var entries: [LaneTap.Entry] = []
  /// All of its device.
  private(set) var flags: [Flag] = []
  /// All of its home.
  private(set) var matches: [PatternMatch] = []
  /// Where it was words.
  private(set) var answer: Answer?
  /// What was wrong in its home at any time, as far as the truth has told of it.
  private(set) var troubles: [MessageTrouble] = []

  init(_ message: MessageID) { self.message = message }

  mutating func take(_ conclusions: Conclusions, _ tap: LaneTap, truth: TruthBuffer) {
    troubles += truth.events.compactMap(MessageTrouble.init)
    entries += tap.entries.filter { $0.reading.message == message }
    flags += conclusions.flags.filter { $0.device == message.device }
    matches += conclusions.matches
    if let answer = conclusions.answers.first(where: { $0.utterance == message }) {
      self.answer = answer
    }
  }

  /// What doubts the reading's moment.
  func flags(on reading: IngestedReading) -> [Flag] {
    flags.filter {
      $0.channel == reading.channel && $0.start <= reading.eventTime
        && reading.eventTime <= $0.end && !isToldAgain($0)
    }
  }

  /// Whether a flag that was raised came again with its end, which is then the one that counts.
  private func isToldAgain(_ flag: Flag) -> Bool {
    flag.end == .distantFuture
      && flags.contains {
        $0.kind == flag.kind && $0.channel == flag.channel && $0.start == flag.start
          && $0.end < flag.end
      }
  }

  /// The alarms that rest on the reading: it was their last step, or lay within them.
  func alarms(on reading: IngestedReading, in room: RoomIndex?) -> [PatternMatch] {
    matches.filter { match in
      guard match.start <= reading.eventTime, reading.eventTime <= match.end else { return false }
      return switch (match.pattern, reading.channel) {
      case (.temperatureAlert, .temperature): match.room == room
      case (.windowOpenWhileHeating, .contact): match.room == room
      case (.windowOpenWhileHeating, .hvacCall): true
      default: false
      }
    }
  }
}
