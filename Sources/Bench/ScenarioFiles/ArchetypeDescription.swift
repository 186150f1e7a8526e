/// A kind of dwelling as its file describes it; rooms by their places in ``rooms``.
public struct ArchetypeDescription: Hashable, Sendable {
  /// The file's own, such as `detached-old`.
  public var name: String
  public var why: String
  public var sources: [String]
  public var limits: [String]
  public var kind: Kind
  /// Clear height of all rooms, m.
  public var heightM: Double
  public var envelope: Envelope
  public var rooms: [Room]
  /// Inner walls, then ceilings between two storeys.
  public var partitions: [Partition]
  public var doorways: [Pair]
  public var layout: Layout

  public enum Kind: String, Choice {
    case house, flat

    public var meaning: String {
      switch self {
      case .house: "a building of its own; more of them have second refrigerators and freezers"
      case .flat: "others live above, below or beside"
      }
    }
  }

  /// Of the shell.
  public struct Envelope: Hashable, Sendable {
    /// U-values, W/(m² K).
    public var wallU: Double
    public var roofU: Double
    public var groundFloorU: Double
    public var windowU: Double
    public var outerDoorU: Double
    public var bridgeU: Double
    /// Share of the sun that glazing lets in.
    public var glazingTransmittance: Double
    /// Of the fabric, kJ/(m² K) of floor.
    public var massCapacityKJ: Double
    /// A hour.
    public var airChangesAt50Pa: Double
    public var fanAirChanges: Double
    public var shelterClass: Int
  }

  public struct Room: Hashable, Sendable {
    public var name: String
    public var kind: RoomWord
    public var areaM2: Double
    /// North, east, south, west, m².
    public var wallM2: [Double]
    public var windowM2: [Double]
    public var roofM2: Double
    public var groundFloorM2: Double
    public var outerDoorM2: Double
    /// Where its area is written, `x.yaml:8:5`.
    public var place: String
  }

  /// The kinds of rooms, by the names that messages use.
  public enum RoomWord: String, Choice {
    case livingRoom = "living_room"
    case kitchen, bedroom, bathroom, hallway, study

    public var meaning: String {
      switch self {
      case .livingRoom: "where the television stands"
      case .kitchen: "where meals are made"
      case .bedroom: "where somebody sleeps"
      case .bathroom: "with a shower"
      case .hallway: "behind the front door"
      case .study: "where a computer stands"
      }
    }

    /// What every home has.
    static let needed: [RoomWord] = [.livingRoom, .kitchen, .bedroom, .bathroom, .hallway]
  }

  public struct Pair: Hashable, Sendable {
    public var a: Int
    public var b: Int
  }

  public struct Partition: Hashable, Sendable {
    public var rooms: Pair
    public var areaM2: Double
  }

  public struct Layout: Hashable, Sendable {
    public var widthM: Double
    public var innerWallLossDB: Double
    public var floorLossDB: Double
    /// By floor, rows from south to north of rooms from west to east.
    public var floors: [[[Int]]]
  }
}
