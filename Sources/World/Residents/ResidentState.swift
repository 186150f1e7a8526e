internal import Clockwork
internal import Telemetry
internal import Truth

/// A small thing to do in the middle of an activity.
enum SmallAct: UInt8 {
  case none
  /// Walks out through the front door.
  case passDoor
  /// Goes from the entry to the room of the activity.
  case settle
  case boilKettle
  /// Goes back from an errand within the home.
  case goBack
  /// An errand for everybody, which leaves what a person does by themselves as it was: brings
  /// guests something to drink, clears the table, goes back.
  case serveGuests
  case clearTable
  case endErrand
  case toilet
  case returnFromToilet
  /// Goes from the entry to the toilet before what comes next.
  case settleInBathroom
  /// Comes out of the bathroom to leave home.
  case leaveBathroom
  case microwave
  case hob
  case shower
  case finishShower
  case vacuum
  case changeRoom
  case washClothes
  case iron
  case nightVisit
  case returnToBed
}

/// Where a resident is with respect to the front door.
enum Phase: UInt8 {
  case inside
  /// In the entry, about to go.
  case leaving
  case away
}

/// One resident's changing state; plain data.
struct ResidentState {
  var activity = Activity.sleep
  var phase = Phase.inside
  /// Where the resident is; meaningless while away.
  var room = RoomIndex(0)
  /// Where the activity takes place.
  var activityRoom = RoomIndex(0)
  var start = SimTime.distantPast

  /// The law of the activity's length, its origin, and the drawn end before any appointment.
  var law = DurationLaw.open
  var lawStart = SimTime.distantPast
  var drawnEnd = SimTime.distantFuture
  /// When the activity ends: the drawn end or an appointment, whichever comes first.
  var end = SimTime.distantFuture
  /// Whether an outing ends at the evening meal at the latest.
  var returnsForDinner = false

  var act = SmallAct.none
  var actTime = SimTime.distantFuture
  var checkTime = SimTime.distantFuture
  /// When they will next want to go to the toilet.
  var toiletTime = SimTime.distantFuture
  /// What an errand within the home puts off, and when it was due.
  var postponed = SmallAct.none
  var postponedTime = SimTime.distantFuture
  /// What a visit to the toilet interrupts.
  var interrupted = Activity.relax

  /// The first civil day on which the person is not ill any more.
  var recoveryDay = Int.min
  var plan = DayPlan()
  var isNight = false
  /// Lies where they fell, until ``end``.
  var isFallen = false
  /// A child who is with an adult elsewhere until one comes home.
  var isEscorted = false
  /// Gone for work, school or a journey rather than out.
  var isDuty = false
  var watchesTelevision = false
  /// Has left it on and does something else.
  var keepsTelevision = false
  var usesComputer = false

  var activityCount: UInt64 = 0
  var actCount: UInt64 = 0
  var checkCount: UInt64 = 0
  var lastMeal = SimTime.distantPast
  var lastWash = SimTime.distantPast
  var lastComfortAct = SimTime.distantPast
  var lastSpeech = SimTime.distantPast

  var isHome: Bool { phase != .away }
  /// Awake and not on the way out, be it on their feet or where they fell.
  var isAwake: Bool { phase == .inside && activity != .sleep }
  var isAwakeAtHome: Bool { isAwake && !isFallen }
  var nextTime: SimTime { min(end, min(actTime, checkTime)) }
}
