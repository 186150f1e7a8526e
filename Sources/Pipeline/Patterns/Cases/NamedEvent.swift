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
  public var steps: [CaseStep]
  public var pattern: String
  public var patternLine: Int
  public var expected: [String]

  public init(
    title: String, line: Int, steps: [CaseStep], pattern: String, patternLine: Int,
    expected: [String]
  ) {
    self.title = title
    self.line = line
    self.steps = steps
    self.pattern = pattern
    self.patternLine = patternLine
    self.expected = expected
  }
}
