public import Clockwork

/// An event of a case file: a name, a time in ms, a value.
public struct NamedEvent: Sendable, Equatable {
  public var name: String
  public var time: SimTime
  public var value: Double

  public init(name: String, time: SimTime, value: Double = 0) {
    self.name = name
    self.time = time
    self.value = value
  }
}

/// A step of a case's input.
public enum CaseStep: Sendable, Equatable {
  case event(NamedEvent)
  case watermark(SimTime)
}

/// One case: what comes, what is looked for, what must be told.
public struct SequenceCase: Sendable {
  public var title: String
  /// Line of the title in its file.
  public var line: Int
  public var steps: [CaseStep] = []
  /// The pattern, or why it cannot mean anything.
  public var pattern: Result<EventPattern<NamedEvent>, PatternMistake>
  public var expected: [CaseOutcome] = []

  public init(
    title: String, line: Int, steps: [CaseStep] = [],
    pattern: Result<EventPattern<NamedEvent>, PatternMistake>, expected: [CaseOutcome] = []
  ) {
    self.title = title
    self.line = line
    self.steps = steps
    self.pattern = pattern
    self.expected = expected
  }
}

/// A mistake in a case file or a pattern, with its place.
public struct CaseTextMistake: Error, CustomStringConvertible, Equatable {
  /// Line and column from 1.
  public let line: Int
  public let column: Int
  public let message: String

  public init(line: Int, column: Int, message: String) {
    self.line = line
    self.column = column
    self.message = message
  }

  public var description: String { "\(line):\(column): error: \(message)" }
}
