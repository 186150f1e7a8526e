/// A home has one thermostat, so a room that is named here only says where the speaker feels it.
extension PhraseSet {
  static let setTemperature = PhraseSet(
    named: """
      set the {room} to {deg}
      i want it {deg} in the {room}
      make the {room} {deg} please
      ~ can the {room} be {deg}
      ~ the {room} ought to be at {deg}
      ~ get the {room} to {deg} would you
      """,
    here: """
      make it {deg} in here
      i'd like {deg} in this room
      could we have {deg} here
      ~ {deg} in here would be perfect
      ~ i want to sit in {deg}
      """,
    whole: """
      set the thermostat to {deg}
      set the temperature to {deg}
      put the heating on {deg}
      thermostat to {deg}
      change the temperature to {deg} please
      can you set it to {deg}
      turn the thermostat to {deg}
      could you put the thermostat at {deg}
      i want the house at {deg}
      make it {deg}
      temperature {deg}
      adjust the thermostat to {deg}
      let's have it at {deg}
      keep the house at {deg}
      move the thermostat to {deg} will you
      ~ take us to {deg}
      ~ {deg} please
      ~ i'd be happy with {deg}
      ~ let's try {deg} on the heating
      ~ go for {deg} on the thermostat
      ~ would you dial it to {deg}
      ~ have the place sit at {deg}
      ~ we agreed on {deg}, so {deg} it is
      ~ get this house to {deg}
      ~ aim for {deg}
      ~ what about {deg}, set that
      """)

  static let warmer = PhraseSet(
    named: """
      make the {room} warmer
      it's cold in the {room}
      can you heat the {room} up a bit
      warm up the {room} please
      i'm freezing here in the {room}
      ~ the {room} is like a fridge
      ~ brrr, the {room} is icy
      ~ a bit of warmth in the {room} would be nice
      ~ can't feel my toes in the {room}
      """,
    here: """
      it's freezing in here
      i'm cold
      it's a bit chilly in here
      could you warm it up in here
      i'm shivering
      it's too cold in this room
      why is it so cold in here
      my hands are cold
      it's nippy today, isn't it, warm the place up
      ~ i had to put on a second sweater
      ~ brrr
      ~ i'm turning into an icicle
      ~ it's like the north pole in this place
      ~ my feet are blocks of ice
      ~ i can see my breath in here
      ~ any chance of feeling my fingers again
      """,
    whole: """
      turn the heating up
      make it warmer
      turn the heat up a bit
      a little warmer please
      can we have it a bit warmer
      raise the temperature
      turn up the thermostat
      bump the heat up
      warmer please
      more heat
      ~ the heating could work a bit harder
      ~ get some warmth into this house
      ~ crank the heat
      ~ let's have it toastier
      ~ nudge the thermostat upwards
      ~ it wants to be cosier
      """,
    delta: """
      make it {delta} warmer
      turn the heating up by {delta}
      raise the temperature {delta}
      up {delta} please
      could you turn it up {delta}
      heat up by {delta}
      i'd like it {delta} warmer
      add {delta} to the thermostat
      thermostat up {delta}
      ~ {delta} more would do it
      ~ another {delta} on the heating please
      ~ bump it {delta} higher
      ~ take the thermostat {delta} up
      ~ it's {delta} too cold for me
      ~ give us {delta} extra
      """)

  static let cooler = PhraseSet(
    named: """
      make the {room} cooler
      it's too hot in the {room}
      cool the {room} down please
      the {room} is boiling
      can you get the {room} a bit cooler
      ~ the {room} is an oven
      ~ i'm melting in the {room}
      ~ nobody can sleep in such a hot {room}
      ~ the {room} feels like the tropics
      """,
    here: """
      it's too warm in here
      i'm boiling
      it's hot in here
      could you cool it down in here
      i'm sweating
      it's stifling in this room
      why is it so hot in here
      i'm far too warm
      phew it's warm in here, cool it a bit
      ~ i'm roasting
      ~ it's like a sauna in this place
      ~ i'm down to my t-shirt and still cooking
      ~ are we trying to bake bread in here
      ~ i'm dripping
      ~ this heat is unbearable
      ~ who turned this room into a greenhouse
      """,
    whole: """
      turn the heating down
      make it cooler
      turn the heat down a bit
      a little cooler please
      can we have it a bit cooler
      lower the temperature
      turn down the thermostat
      bring the temperature down
      cooler please
      less heat
      ~ ease off the heating
      ~ the heating's overdoing it
      ~ take the edge off this heat
      ~ i'd like it fresher
      ~ drop the thermostat a touch
      ~ we don't need it this hot
      """,
    delta: """
      make it {delta} cooler
      turn the heating down by {delta}
      lower the temperature {delta}
      down {delta} please
      could you turn it down {delta}
      cool it by {delta}
      i'd like it {delta} cooler
      take {delta} off the thermostat
      thermostat down {delta}
      ~ {delta} less would do it
      ~ shave {delta} off the heating
      ~ drop it {delta}
      ~ bring the thermostat {delta} lower
      ~ it's {delta} too hot for me
      ~ we could do with {delta} less
      """)
}
