/// Where the rooms of a dwelling lie: rectangles side by side on floors.
///
/// Areas are those of the home's own rooms; which room lies beside which, and the width of the
/// footprint, are the archetype's. A room of two storeys has half of its area on each.
public struct FloorLayout: Hashable, Sendable {
  /// A spot in the dwelling, m from its south-western corner and above the lowest floor.
  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var z: Double

    public init(x: Double, y: Double, z: Double) {
      (self.x, self.y, self.z) = (x, y, z)
    }
  }

  /// A room's rectangle on one floor.
  struct Rectangle: Hashable, Sendable {
    var room: Int
    var floor: Int
    var x: ClosedRange<Double>
    var y: ClosedRange<Double>
  }

  /// What stands between two points.
  public struct Obstacles: Hashable, Sendable {
    public var distanceM: Double
    public var wallCount: Int
    public var floorCount: Int
  }

  /// From floor to floor, m: the clear height and a slab of 0.3 m (assumed, 0.2-0.4).
  let storeyHeightM: Double
  let clearHeightM: Double
  let rectangles: [Rectangle]

  public init(_ archetype: Archetype, _ plan: DwellingPlan) {
    clearHeightM = plan.heightM
    storeyHeightM = plan.heightM + 0.3
    let layout = archetype.layout
    let floors = layout.floors
    let width = layout.footprintWidthM
    var rectangles: [Rectangle] = []
    for (floor, rows) in floors.enumerated() {
      var south = 0.0
      for row in rows {
        let areas = row.map { plan.rooms[$0].areaM2 / Double(layout.floorCount(of: $0)) }
        let depth = areas.reduce(0, +) / width
        var west = 0.0
        for (room, area) in zip(row, areas) {
          let east = west + area / depth
          rectangles.append(
            Rectangle(room: room, floor: floor, x: west...east, y: south...(south + depth)))
          west = east
        }
        south += depth
      }
    }
    self.rectangles = rectangles
  }

  /// A point of a room, on the lowest floor it lies on.
  ///
  /// - Parameter share: the way from west to east, south to north and floor to ceiling, 0...1.
  public func point(room: Int, at share: Point) -> Point {
    guard let place = rectangles.first(where: { $0.room == room }) else {
      preconditionFailure("every room has its place")
    }
    return Point(
      x: place.x.lowerBound + share.x * (place.x.upperBound - place.x.lowerBound),
      y: place.y.lowerBound + share.y * (place.y.upperBound - place.y.lowerBound),
      z: Double(place.floor) * storeyHeightM + share.z * clearHeightM)
  }

  /// The straight line from one point to another: its length, and the walls and floors it cuts.
  public func obstacles(from a: Point, to b: Point) -> Obstacles {
    let (dx, dy, dz) = (b.x - a.x, b.y - a.y, b.z - a.z)
    let floors = (floor(of: a), floor(of: b))
    var wallCount = 0
    for floor in min(floors.0, floors.1)...max(floors.0, floors.1) {
      // The stretch of the line that runs on this floor.
      var stretch = 0.0...1.0
      if dz != 0 {
        let below = (Double(floor) * storeyHeightM - a.z) / dz
        let above = (Double(floor + 1) * storeyHeightM - a.z) / dz
        stretch = Self.share(min(below, above))...Self.share(max(below, above))
      }
      var crossed = 0
      for place in rectangles
      where place.floor == floor && place.holds(a, dx, dy, within: stretch) { crossed += 1 }
      wallCount += max(crossed - 1, 0)
    }
    return Obstacles(
      distanceM: (dx * dx + dy * dy + dz * dz).squareRoot(), wallCount: wallCount,
      floorCount: abs(floors.0 - floors.1))
  }

  private static func share(_ value: Double) -> Double { min(max(value, 0), 1) }

  private func floor(of point: Point) -> Int { Int((point.z / storeyHeightM).rounded(.down)) }
}

extension FloorLayout.Rectangle {
  /// Whether a stretch of a line lies inside (Liang and Barsky 1984: clipped side by side).
  func holds(
    _ start: FloorLayout.Point, _ dx: Double, _ dy: Double, within stretch: ClosedRange<Double>
  ) -> Bool {
    let inX = Self.stretch(start.x, dx, x)
    let inY = Self.stretch(start.y, dy, y)
    let enter = max(stretch.lowerBound, inX.enter, inY.enter)
    let leave = min(stretch.upperBound, inX.leave, inY.leave)
    // A line that touches a corner is in no room.
    return leave - enter > 1e-9 || dx == 0 && dy == 0 && leave >= enter
  }

  /// The part of a line that lies between two sides; empty where it leaves before it enters.
  private static func stretch(
    _ from: Double, _ step: Double, _ side: ClosedRange<Double>
  ) -> (enter: Double, leave: Double) {
    if step == 0 {
      let isInside = from >= side.lowerBound && from < side.upperBound
      return isInside ? (0, 1) : (1, 0)
    }
    let ends = ((side.lowerBound - from) / step, (side.upperBound - from) / step)
    return (min(ends.0, ends.1), max(ends.0, ends.1))
  }
}
