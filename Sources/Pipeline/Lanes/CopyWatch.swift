public import Clockwork
public import Ingestion
public import Telemetry

/// What the intake made of the copies of one message.
///
/// A damaged copy tells no message, so all of them are noted; whoever knows when the message's own
/// arrived finds it by that.
public struct CopyWatch: Sendable {
  public struct Fate: Sendable {
    public var arrival: SimTime
    /// False where the copy told no message.
    public var isReadable: Bool
    public var receipt: Receipt
  }

  public let message: MessageID
  public private(set) var fates: [Fate] = []

  public init(_ message: MessageID) { self.message = message }

  mutating func note(_ id: MessageID?, arrival: SimTime, _ receipt: Receipt) {
    guard id == nil || id == message else { return }
    fates.append(Fate(arrival: arrival, isReadable: id != nil, receipt: receipt))
  }
}
