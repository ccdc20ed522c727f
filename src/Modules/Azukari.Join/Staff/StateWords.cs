using Azukari.Join.Applications;
using Azukari.Ui.Components;

namespace Azukari.Join.Staff;

/// <summary>How a state looks.</summary>
internal static class StateWords
{
    public static Tone ToneOf(ApplicationState state) => state switch
    {
        ApplicationState.Waiting or ApplicationState.Joining or ApplicationState.Carrying => Tone.Attention,
        ApplicationState.Accepted or ApplicationState.Joined => Tone.Good,
        ApplicationState.Begun or ApplicationState.Unconfirmed or ApplicationState.Confirmed => Tone.Info,
        _ => Tone.Neutral,
    };
}
