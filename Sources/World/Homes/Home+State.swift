internal import Devices
internal import Dwellings
public import Telemetry

/// What a judge may look at: the devices as they really are.
extension Home {
  /// Share 0...1 of a room's lamp.
  public func lampLevel(_ room: RoomIndex) -> Double { lampLevels[room.index] }

  /// Whether every smart plug of a room is switched on; nil where there is none.
  public func plugsAreOn(_ room: RoomIndex) -> Bool? {
    let here = plugDevices.filter { units[$0.device].room == room }
    return here.isEmpty ? nil : here.allSatisfy { dwelling.appliances.isPowered($0.appliance) }
  }
}
