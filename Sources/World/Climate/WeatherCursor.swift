public import Clockwork
import Calendar

/// Gives the weather of many moments in order; one a thread.
///
/// It keeps the hour around the last moment asked for, and the sun of as many hours as it is told
/// to. Its answers depend on the moment alone.
public struct WeatherCursor: Sendable {
  public let climate: Climate
  private var tracker: SunTracker
  private var hour = Int64.min
  private var blockStart = SimTime.distantPast
  private var states: [WeatherState] = []
  /// Of the hours that were needed last, at most so many.
  private var shapes: [(hour: Int64, shape: HourShape)] = []
  private let shapeLimit: Int
  /// Position of the shape that makes room for the next.
  private var oldest = 0

  /// - Parameter hours: whose sun is remembered, for who asks for the same hours again.
  public init(climate: Climate, remembering hours: Int = 3) {
    self.climate = climate
    shapeLimit = max(hours, 3)
    tracker = SunTracker(observer: climate.observer)
  }

  /// The weather at a moment.
  public mutating func state(at time: SimTime) -> WeatherState {
    enter(time)
    let offset = (time - blockStart).microseconds
    let minute = Int(offset / 60_000_000)
    let rest = offset % 60_000_000
    if rest == 0 { return states[minute] }
    return states[minute].blended(with: states[minute + 1], share: Double(rest) / 60e6)
  }

  /// The mean weather over the minute of the hour in which a moment lies.
  ///
  /// Sixty of these means add up to the file's radiation for the hour.
  public mutating func mean(overMinuteOf time: SimTime) -> WeatherState {
    enter(time)
    let minute = Int((time - blockStart).microseconds / 60_000_000)
    return states[minute].blended(with: states[minute + 1], share: 0.5)
  }

  private mutating func enter(_ time: SimTime) {
    let wanted = climate.hourNumber(at: time)
    if wanted == hour { return }
    hour = wanted
    blockStart = climate.start(ofHour: wanted)
    let hours = [wanted - 1, wanted, wanted + 1]
    let rows = hours.map { climate.row(hour: $0) }
    states = HourBlock(rows: rows, shapes: hours.map { shape(ofHour: $0) }).states
  }

  private mutating func shape(ofHour hour: Int64) -> HourShape {
    if let known = shapes.first(where: { $0.hour == hour }) { return known.shape }
    let made = HourShape(start: climate.start(ofHour: hour), tracker: &tracker)
    if shapes.count < shapeLimit {
      shapes.append((hour, made))
    } else {
      shapes[oldest] = (hour, made)
      oldest = (oldest + 1) % shapeLimit
    }
    return made
  }
}
