internal import Clockwork
internal import Telemetry
internal import Truth

/// A fault or an incident that may have touched a message, with its stretch as the truth has it.
struct MessageTrouble: Sendable {
  /// Where it was.
  enum Place: Sendable {
    /// On a device; nil for all its channels.
    case device(DeviceIndex, Channel?)
    /// On the way out of the home, its gateway included.
    case wayOut
    /// In the home itself; nil where it was in no room.
    case home(RoomIndex?)
  }

  /// The kind of a fault or an incident, or `gateway-start`, which is neither.
  let name: String
  let place: Place
  /// A fault's size or an incident's severity; nil where it says nothing.
  let magnitude: Double?
  let start: SimTime
  let end: SimTime

  /// nil for what is neither fault nor incident.
  init?(_ event: TruthEvent) {
    switch event {
    case .fault(let device, let channel, let kind, let magnitude, let start, let end):
      (name, place) = (kind.name, .device(device, channel))
      (self.magnitude, self.start, self.end) = (magnitude, start, end)
    case .deviceFault(let device, let kind, let magnitude, let start, let end):
      (name, place) = (kind.name, .device(device, nil))
      (self.magnitude, self.start, self.end) = (magnitude, start, end)
    case .uplinkFault(let kind, let start, let end):
      (name, place, magnitude, self.start, self.end) = (kind.name, .wayOut, nil, start, end)
    case .gatewayStart(let start, let end):
      (name, place, magnitude, self.start, self.end) = ("gateway-start", .wayOut, nil, start, end)
    case .incident(let kind, let room, let severity, let start, let end):
      (name, place) = (kind.name, .home(room))
      magnitude = kind.severityUnit.isEmpty ? nil : severity
      (self.start, self.end) = (start, end)
    default: return nil
    }
  }

  /// When a message was made, and when it was on its way.
  struct Span {
    var made: ClosedRange<SimTime>
    var underWay: ClosedRange<SimTime>
  }

  /// Whether it can have touched a message of a device.
  ///
  /// What is wrong with a device counts while it measures and tries to send, an incident in its
  /// room or in the whole home while it measures, the way out while a copy is on it.
  func concerns(_ device: DeviceIndex, in room: RoomIndex?, _ span: Span) -> Bool {
    func lasts(in range: ClosedRange<SimTime>) -> Bool {
      start <= range.upperBound && range.lowerBound < end
    }
    return switch place {
    case .device(let own, _): own == device && lasts(in: span.made)
    case .wayOut: lasts(in: span.underWay)
    case .home(let place): (place == nil || place == room) && lasts(in: span.made)
    }
  }
}
