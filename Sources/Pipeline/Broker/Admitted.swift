public import Clockwork

/// A reading that the gate lets through.
public struct AdmittedReading: Hashable, Sendable {
  public var home: String
  public var device: String
  public var sensor: String
  public var location: String
  public var unit: String
  public var time: SimTime
  public var value: Double
  /// A ratio 0...1; nil for mains power or where nothing is said.
  public var battery: Double?
  public var signalDBm: Int64?
  public var errorCode: Int64
  /// The message's number, or its time in microseconds where it has none.
  public var sequence: Int64
  public var position: Int64
}

/// A message without readings that the gate lets through, as it is.
public struct AdmittedDocument: Hashable, Sendable {
  public var kind: String
  public var home: String
  public var sender: String
  public var time: SimTime
  public var sequence: Int64
  public var text: String
}

/// What the gate makes of a record.
public enum GateVerdict: Hashable, Sendable {
  case readings([AdmittedReading])
  case document(AdmittedDocument)
  case refused(DeadLetterReason, detail: String)
}
