public import Clockwork

/// Learns how wrong a device's clock is from nothing but its messages, and sets their times right.
///
/// Arrival minus device time is the clock's error plus a latency that is never negative. Its lower
/// envelope therefore follows the error plus the smallest latency, which stays in the result. The
/// minimum of each quarter of an hour is a point; the line under the last eight points that is
/// closest to them gives offset and rate. A clock that is set anew shows as a step and starts
/// the points again. The offset that is applied moves in steps of 25 ms, and only when the line has
/// left it by 50 ms, so that regular times stay regular.
///
/// - Source: Moon, Skelly, Towsley 1999, "Estimation and removal of clock skew from network delay
///   measurements": of all lines below the points, the one along the edge of their lower convex
///   hull over the mean time has the smallest sum of distances.
public struct ClockEstimator: Sendable {
  private struct Point: Sendable {
    var time: Int64 = 0
    var difference: Int64 = 0
  }

  private static let bucketMicroseconds: Int64 = 900_000_000
  private static let pointCountMax = 8
  /// A change too fast for any crystal: 500 ms in a quarter of an hour is 550 ppm.
  private static let stepMicroseconds: Int64 = 500_000
  private static let holdMicroseconds: Int64 = 50_000
  private static let grainMicroseconds: Int64 = 25_000
  /// Twice the tolerance of an uncompensated crystal (100 ppm on cheap data sheets).
  private static let rateMax = 200e-6

  private var points = InlineArray<8, Point>(repeating: Point())
  private var pointCount = 0
  private var bucket = Int64.min
  private var lowest = Point()
  private var anchor = Point()
  /// Messages in a row that were above the line by a step, and the lowest of them.
  private var aboveCount = 0
  private var aboveSince: Int64 = 0
  private var aboveLowest = Point()
  private var rate = 0.0
  private var applied: Int64 = 0

  public init() {}

  /// The device time set right; never after the arrival.
  ///
  /// - Precondition: both times are within 2^53 us of 1970, so that differences do not overflow.
  public mutating func correct(_ deviceTime: SimTime, arrival: SimTime) -> SimTime {
    let now = arrival.microseconds
    let difference = now - deviceTime.microseconds
    let current = now / Self.bucketMicroseconds
    if current != bucket {
      startBucket(current, Point(time: now, difference: difference))
    } else if difference < lowest.difference {
      lowest = Point(time: now, difference: difference)
    }
    var expected = line(at: now)
    if difference < expected - Self.stepMicroseconds {
      restart(Point(time: now, difference: difference))
      expected = difference
    }
    noteStep(Point(time: now, difference: difference), expected: expected)
    let target = min(expected, difference)
    if difference < applied || abs(target - applied) > Self.holdMicroseconds {
      let remainder = target % Self.grainMicroseconds
      applied = target - (remainder < 0 ? remainder + Self.grainMicroseconds : remainder)
    }
    return SimTime(microseconds: deviceTime.microseconds + applied)
  }

  private func line(at time: Int64) -> Int64 {
    anchor.difference + Int64((rate * Double(time - anchor.time)).rounded())
  }

  /// Starts anew when every message of a quarter of an hour, and at least eight, came too late by
  /// the line: the clock was set back. A queue after an outage comes at once and is no such thing.
  private mutating func noteStep(_ point: Point, expected: Int64) {
    guard point.difference > expected + Self.stepMicroseconds else {
      aboveCount = 0
      return
    }
    if aboveCount == 0 { aboveSince = point.time }
    if aboveCount == 0 || point.difference < aboveLowest.difference { aboveLowest = point }
    aboveCount += 1
    guard aboveCount >= 8, point.time - aboveSince >= Self.bucketMicroseconds else { return }
    restart(aboveLowest)
    aboveCount = 0
  }

  private mutating func startBucket(_ current: Int64, _ first: Point) {
    defer {
      bucket = current
      lowest = first
    }
    guard bucket != Int64.min else {
      restart(first)
      applied = Int64.max / 4
      return
    }
    if pointCount == Self.pointCountMax {
      for index in 1..<Self.pointCountMax { points[index - 1] = points[index] }
      pointCount -= 1
    }
    points[pointCount] = lowest
    pointCount += 1
    fit()
  }

  private mutating func restart(_ point: Point) {
    pointCount = 0
    anchor = point
    rate = 0
    lowest = point
  }

  /// The closest line below all points.
  private mutating func fit() {
    var hull = InlineArray<8, Point>(repeating: Point())
    var hullCount = 0
    var timeSum = 0.0
    let origin = points[0].time
    for index in 0..<pointCount {
      let point = points[index]
      timeSum += Double(point.time - origin)
      while hullCount >= 2, !turnsUp(hull[hullCount - 2], hull[hullCount - 1], point) {
        hullCount -= 1
      }
      hull[hullCount] = point
      hullCount += 1
    }
    let meanTime = timeSum / Double(pointCount)
    rate = 0
    for index in 1..<max(hullCount, 1) where pointCount >= 3 {
      let left = hull[index - 1]
      let right = hull[index]
      let span = Double(right.time - left.time)
      guard span > 0 else { continue }
      rate = Double(right.difference - left.difference) / span
      if Double(right.time - origin) >= meanTime { break }
    }
    rate = min(max(rate, -Self.rateMax), Self.rateMax)
    let end = points[pointCount - 1].time
    var lowest = Int64.max
    for index in 0..<pointCount {
      let moved = Int64((rate * Double(end - points[index].time)).rounded())
      lowest = min(lowest, points[index].difference + moved)
    }
    anchor = Point(time: end, difference: lowest)
  }

  private func turnsUp(_ a: Point, _ b: Point, _ c: Point) -> Bool {
    let first = Double(b.time - a.time) * Double(c.difference - b.difference)
    let second = Double(c.time - b.time) * Double(b.difference - a.difference)
    return first > second
  }
}
