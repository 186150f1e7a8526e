import Dwellings
import Foundation
import Scenarios
import Testing

@testable import ScenarioFiles

/// Files of dwelling archetypes: what is read, and what every mistake says.
@Suite struct ArchetypeFileTests {
  private static func shipped(_ name: String) throws -> String {
    String(decoding: try Fixture.bytes("Worlds/dwellings/\(name).yaml"), as: UTF8.self)
  }

  private static func read(_ text: String) throws(ScenarioErrors) -> ArchetypeDescription {
    try ArchetypeReader(files: .memory(["a.yaml": Array(text.utf8)])).read(path: "a.yaml")
  }

  @Test func figuresAreReadInTheirUnits() throws {
    let house = try Self.read(Self.shipped("detached-new"))
    #expect(house.name == "a" && house.kind == .house && house.heightM == 2.5)
    #expect(house.envelope.wallU == 0.28 && house.envelope.glazingTransmittance == 0.6)
    #expect(house.envelope.shelterClass == 3 && house.envelope.fanAirChanges == 0.3)
    #expect(house.rooms.map(\.kind).first == .livingRoom)
    #expect(house.rooms[0].wallM2 == [0, 0, 26, 22] && house.rooms[0].windowM2 == [0, 0, 9, 5])
    #expect(house.rooms[6].outerDoorM2 == 2.6 && house.rooms[6].groundFloorM2 == 24)
    // Of a ceiling the share of the upper room's floor: 0.8 of 22 m².
    #expect(house.partitions.count == 17)
    #expect(house.partitions[14] == .init(rooms: .init(a: 0, b: 2), areaM2: 0.8 * 22))
    #expect(house.layout.floors == [[[0, 7], [1, 6, 8]], [[2, 3], [5, 6, 4]]])
    #expect(house.doorways.count == 9 && house.doorways[8] == .init(a: 0, b: 1))
  }

  /// A mistake in the shipped flat: what stands in its place, where it is found, what is said.
  struct Mistake: Sendable, CustomStringConvertible {
    var old: String
    var new: String
    /// Text on the line that the message names.
    var line: String
    var says: String

    var description: String { new }
  }

  static let mistakes: [Mistake] = [
    .init(
      old: "  wall: 0.24 W/m²K", new: "  wall: 0.24", line: "wall: 0.24",
      says: "without a unit, expected a U-value such as 0.3 W/m²K"),
    .init(
      old: "  wall: 0.24 W/m²K", new: "  wall: 24 W/m²K", line: "wall: 24",
      says: "in 0.05...7 W/m²K"),
    .init(old: "  glazing:", new: "  glasing:", line: "glasing", says: "did you mean 'glazing'?"),
    .init(
      old: "kind: hallway", new: "kind: halway", line: "kind: halway",
      says: "did you mean 'hallway'?"),
    .init(
      old: "kind: hallway", new: "kind: study", line: "- name: living_room",
      says: "rooms: found no hallway, expected at least one"),
    .init(
      old: "- name: kitchen", new: "- name: living_room", line: "- name: living_room",
      says: "found a second 'living_room', expected a name of its own"),
    .init(
      old: "[bedroom_1, bedroom_2], area", new: "[bedroom_1, bedrom_2], area",
      line: "bedrom_2", says: "did you mean 'bedroom_2'?"),
    .init(
      old: "  - [bathroom, hallway]\n", new: "", line: "- [living_room, hallway]",
      says: "found no way to 'bathroom'"),
    .init(
      old: "[bedroom_2, bathroom, hallway, kitchen]", new: "[bedroom_2, bathroom, hallway]",
      line: "[bedroom_2, bathroom, hallway]", says: "'kitchen' lies nowhere"),
    .init(
      old: "[bedroom_1, living_room],", new: "[bedroom_1, living_room, kitchen],",
      line: "[bedroom_1, living_room, kitchen],", says: "found 'kitchen' twice on one floor"),
    .init(
      old: "[living_room, kitchen], area", new: "[kitchen, kitchen], area",
      line: "[kitchen, kitchen]", says: "kitchen"),
    .init(old: "why: ", new: "wy: ", line: "wy: ", says: "did you mean 'why'?"),
  ]

  @Test(arguments: mistakes) func everyMistakeSaysWhereAndWhat(_ mistake: Mistake) throws {
    let good = try Self.shipped("flat")
    let text = good.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
    try #require(text != good)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let places = lines.indices.filter { lines[$0].contains(mistake.line) }.map { $0 + 1 }
    try #require(!places.isEmpty)
    do throws(ScenarioErrors) {
      _ = try Self.read(text)
      Issue.record("it was read")
    } catch {
      let found = error.errors.filter { $0.description.contains(mistake.says) }
      #expect(!found.isEmpty, "\(error)")
      #expect(
        found.contains { problem in
          places.contains { problem.origin.place.hasPrefix("a.yaml:\($0):") }
        },
        "\(error)")
    }
  }

  @Test func aMissingFileAndAnEmptyOneAreReported() {
    let reader = ArchetypeReader(files: .memory(["e.yaml": []]))
    for path in ["a.yaml", "e.yaml"] {
      do throws(ScenarioErrors) {
        _ = try reader.read(path: path)
        Issue.record("\(path) was read")
      } catch {
        #expect(error.description.hasPrefix("\(path):1:1: error: "))
      }
    }
  }

  @Test func namesAreFoundBesideTheWorldBeforeTheShippedOnes() {
    let reader = ArchetypeReader(
      files: .memory([
        "home/dwellings/mine.yaml": [], "home/dwellings/flat.yaml": [], "home/x/hut.yaml": [],
        "run/dwellings/hut.yaml": [], "/abs/hut.yaml": [], "done/run.json": [],
        "done/dwellings/hut.yaml": [], "lib/flat.yaml": [], "lib/terraced.yaml": [],
      ]))
    func find(_ name: String, beside folders: [String] = ["home"]) -> String? {
      let found = reader.find(
        name, writtenIn: folders[0] + "/w.yaml", beside: folders, builtin: "lib")
      if case .found(let path) = found { return path }
      return nil
    }
    #expect(find("mine") == "home/dwellings/mine.yaml")
    #expect(find("flat") == "home/dwellings/flat.yaml")
    #expect(find("builtin:flat") == "lib/flat.yaml")
    #expect(find("terraced") == "lib/terraced.yaml")
    #expect(find("x/hut.yaml") == "home/x/hut.yaml")
    // A run's folder keeps what was named by a path.
    #expect(find("x/hut.yaml", beside: ["run"]) == "run/dwellings/hut.yaml")
    // Where a run was, what it kept is what was run, whatever the path holds today.
    #expect(find("/abs/hut.yaml") == "/abs/hut.yaml")
    #expect(find("/abs/hut.yaml", beside: ["run"]) == "/abs/hut.yaml")
    #expect(find("/abs/hut.yaml", beside: ["done"]) == "done/dwellings/hut.yaml")
    // An option names a file of today.
    guard
      case .found("/abs/hut.yaml") = reader.find(
        "/abs/hut.yaml", writtenIn: nil, beside: ["done"], builtin: "lib")
    else {
      Issue.record("an option's path is what it says")
      return
    }
    guard
      case .missing(let searched, let known) = reader.find(
        "flatt", writtenIn: nil, beside: ["home"], builtin: "lib")
    else {
      Issue.record("found what is not there")
      return
    }
    #expect(searched == ["home/dwellings/flatt.yaml", "lib/flatt.yaml"])
    #expect(known.contains("mine") && known.contains("terraced"))
  }

  /// What is read is a house that can be lived in, or every problem has its file and line.
  @Test func twoThousandDamagedFilesAreReadOrRefused() throws {
    let names = Fixture.shipped("Worlds/dwellings")
    let files = try names.map { try Fixture.bytes("Worlds/dwellings/\($0)") }
    var readCount = 0
    for seed in UInt64(0)..<2_000 {
      var mutator = Mutator(seed: seed &+ 77_000_000)
      let bytes = mutator.mutate(files[mutator.below(files.count)])
      let reader = ArchetypeReader(files: .memory(["a.yaml": bytes]))
      do throws(ScenarioErrors) {
        let found = try reader.read(path: "a.yaml")
        readCount += 1
        #expect(found.rooms.allSatisfy { $0.areaM2 > 0 }, "seed \(seed)")
      } catch {
        #expect((1...20).contains(error.errors.count), "seed \(seed)")
        for problem in error.errors {
          let text = problem.description
          #expect(
            text.hasPrefix("a.yaml:") && text.contains(": error: ") && !text.contains("\n")
              && text.count < 2000, "seed \(seed): \(text)")
        }
      }
    }
    #expect((100...1_900).contains(readCount), "\(readCount) of 2000 were read")
  }
}
