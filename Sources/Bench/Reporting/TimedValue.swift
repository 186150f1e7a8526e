public import Clockwork

/// A number at a moment; a value that is not finite makes a gap in a line.
public struct TimedValue: Hashable, Sendable {
  public var time: SimTime
  public var value: Double

  public init(_ time: SimTime, _ value: Double) {
    self.time = time
    self.value = value
  }
}

/// A range of numbers at a moment.
public struct TimedRange: Hashable, Sendable {
  public var time: SimTime
  public var lower: Double
  public var upper: Double

  public init(_ time: SimTime, _ lower: Double, _ upper: Double) {
    self.time = time
    self.lower = lower
    self.upper = upper
  }
}

/// A span of time that is shaded behind a picture, such as a fault.
public struct ShadedInterval: Hashable, Sendable {
  public var start: SimTime
  public var end: SimTime
  public var label: String

  public init(from start: SimTime, to end: SimTime, label: String) {
    self.start = start
    self.end = end
    self.label = label
  }
}
