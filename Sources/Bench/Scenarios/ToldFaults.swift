internal import Clockwork
internal import Devices

/// One sensor's faults as an oracle is told of them: those about the present, however many its life
/// has.
struct ToldFaults {
  /// Readings are handed on within minutes, and the truth comes by the hour.
  static let keptFor = SimDuration.hours(2)
  /// An onset is known of so long before.
  private static let ahead = SimDuration.hours(1)

  let isEmpty: Bool
  /// Of each rule the first that is not near yet.
  private var coming: [SensorFault]
  /// Those that are over of late, under way or about to begin.
  private(set) var near: [SensorFault] = []

  init(_ faults: [SensorFault], at start: SimTime) {
    isEmpty = faults.isEmpty
    coming = faults
    advance(to: start)
  }

  /// Goes on to a moment.
  ///
  /// - Returns: the faults that are near since.
  @discardableResult
  mutating func advance(to time: SimTime) -> [SensorFault] {
    var new: [SensorFault] = []
    for place in coming.indices.reversed() {
      while coming[place].start < time + Self.ahead {
        if coming[place].end >= time - Self.keptFor { new.append(coming[place]) }
        guard let next = coming[place].next else {
          coming.remove(at: place)
          break
        }
        coming[place] = next
      }
    }
    near.removeAll { $0.end < time - Self.keptFor }
    near += new
    return new
  }
}
