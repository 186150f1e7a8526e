import Dwellings
import Testing

@Suite struct FloorLayoutTests {
  /// Where a room's middle lies, a metre above its floor.
  private func middle(_ floors: FloorLayout, _ room: Int) -> FloorLayout.Point {
    floors.point(room: room, at: .init(x: 0.5, y: 0.5, z: 0.4))
  }

  @Test func aStraightLineCutsTheWallsBetween() {
    let floors = FloorLayout(.flat, Archetype.flat.plan())
    // From west to east: bedroom 2, bathroom, hallway, kitchen.
    for (count, room) in [3, 4, 5, 1].enumerated() {
      let way = floors.obstacles(from: middle(floors, 3), to: middle(floors, room))
      #expect(way.wallCount == count && way.floorCount == 0, "room \(room)")
    }
    let width = 10.0
    let north = 14.0 + 7 + 14 + 12
    // Middles of bedroom 2 and kitchen, by areas alone: the row is 10 m wide.
    let apart = width * (1 - (14 / 2 + 12 / 2) / north)
    let way = floors.obstacles(from: middle(floors, 3), to: middle(floors, 1))
    #expect((way.distanceM - apart).magnitude < 1e-9)
  }

  @Test func storeysLieAboveEachOther() {
    let plan = Archetype.detachedNew.plan()
    let floors = FloorLayout(.detachedNew, plan)
    var above = middle(floors, 2)
    let below = FloorLayout.Point(x: above.x, y: above.y, z: 1)
    above.z = 2.8 + 1
    let way = floors.obstacles(from: below, to: above)
    #expect(way.floorCount == 1 && way.wallCount == 0 && (way.distanceM - 2.8).magnitude < 1e-9)
    #expect(middle(floors, 6).z < 2.5 && middle(floors, 5).z > 2.8)
  }

  /// A line is the same from both ends, and a room has no wall within.
  @Test(arguments: Archetype.allCases) func waysAreTheSameFromBothEnds(_ archetype: Archetype) {
    let floors = FloorLayout(archetype, archetype.plan())
    let shares = [0.03, 0.31, 0.74, 0.97]
    var points: [(room: Int, point: FloorLayout.Point)] = []
    for room in archetype.rooms.indices {
      for x in shares {
        for y in shares {
          points.append((room, floors.point(room: room, at: .init(x: x, y: y, z: x))))
        }
      }
    }
    for a in points {
      for b in points {
        let there = floors.obstacles(from: a.point, to: b.point)
        let back = floors.obstacles(from: b.point, to: a.point)
        #expect(there == back)
        #expect((a.room == b.room) == (there.wallCount + there.floorCount == 0))
        #expect(there.wallCount <= 7 && there.distanceM < 20)
      }
    }
  }
}
