namespace Azukari.Vault.Reading;

/// <summary>Room for what is read of some people at once, used again for others.</summary>
internal sealed class HotRoom
{
    private readonly List<HotPerson> _idle = [];

    public List<HotPerson> People { get; } = [];

    public HotPerson Add()
    {
        HotPerson person;
        if (_idle.Count == 0)
        {
            person = HotPerson.Make();
        }
        else
        {
            person = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
        }

        People.Add(person);
        return person;
    }

    /// <summary>Forgets who is in it.</summary>
    public void Clear()
    {
        foreach (var person in People)
            if (person.IsSmall) _idle.Add(person);
        People.Clear();
    }
}
