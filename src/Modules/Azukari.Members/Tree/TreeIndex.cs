using Azukari.Vault;

namespace Azukari.Members.Tree;

/// <summary>A place as the database has it.</summary>
internal readonly record struct TreeNode(long Id, long? Parent, SubjectId? Subject, Standing Standing, long Ordinal);

/// <summary>
/// The tree in memory: for each place its parent, its depth and one jump far up (Myers's skew-binary jumps), so that an ancestor is found in
/// a number of steps that grows with the logarithm of the depth; and the children, in the order they came, for walks downwards. Loaded in
/// breadth-first order, so that a level lies together. Not safe for concurrent use: <see cref="SponsorTreeState"/> guards it.
/// </summary>
internal sealed class TreeIndex
{
    private const int None = -1;

    private readonly Dictionary<long, int> _byId;
    private readonly Dictionary<SubjectId, int> _bySubject;
    private Place[] _places;
    private TreeNode[] _nodes;
    private int _count;

    private TreeIndex(int capacity)
    {
        _places = new Place[Math.Max(capacity, 16)];
        _nodes = new TreeNode[_places.Length];
        _byId = new Dictionary<long, int>(capacity);
        _bySubject = new Dictionary<SubjectId, int>(capacity);
    }

    /// <summary>How many places there are, former members' included.</summary>
    public int Count => _count;

    /// <summary>Builds the index of a whole tree.</summary>
    /// <exception cref="TreeDamagedException">A parent is missing, or some places stand below themselves.</exception>
    public static TreeIndex Build(IReadOnlyList<TreeNode> nodes)
    {
        var index = new TreeIndex(nodes.Count);
        var at = new Dictionary<long, int>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++) at[nodes[i].Id] = i;
        var parents = new int[nodes.Count];
        var starts = new int[nodes.Count + 2]; // one list of children after another; the last is that of the top
        for (var i = 0; i < parents.Length; i++)
        {
            parents[i] = nodes[i].Parent is not { } parent ? nodes.Count : at.TryGetValue(parent, out var found) ? found : throw new TreeDamagedException($"The place {nodes[i].Id:x} stands below one that is not there.");
            starts[parents[i] + 1]++;
        }

        for (var i = 1; i < starts.Length; i++) starts[i] += starts[i - 1];
        var children = new int[nodes.Count];
        var filled = new int[nodes.Count + 1];
        for (var i = 0; i < parents.Length; i++) children[starts[parents[i]] + filled[parents[i]]++] = i;
        var byOrdinal = Comparer<int>.Create((a, b) => nodes[a].Ordinal.CompareTo(nodes[b].Ordinal));
        for (var i = 0; i <= nodes.Count; i++) Array.Sort(children, starts[i], filled[i], byOrdinal);
        var order = new int[nodes.Count];
        var (taken, made) = (0, 0);
        foreach (var top in children.AsSpan(starts[nodes.Count], filled[nodes.Count])) order[made++] = top;
        while (taken < made)
        {
            var next = order[taken++];
            foreach (var child in children.AsSpan(starts[next], filled[next])) order[made++] = child;
            index.Append(nodes[next]);
        }

        return made == nodes.Count ? index : throw new TreeDamagedException($"{nodes.Count - made} places stand below themselves.");
    }

    /// <summary>The place of a person; -1 where there is none.</summary>
    public int Find(SubjectId subject) => _bySubject.TryGetValue(subject, out var place) ? place : None;

    /// <summary>The place of an id; -1 where there is none.</summary>
    public int Find(long id) => _byId.TryGetValue(id, out var place) ? place : None;

    /// <summary>A place as the database has it.</summary>
    public ref readonly TreeNode this[int place] => ref _nodes[place];

    /// <summary>The place above; -1 at the top.</summary>
    public int ParentOf(int place) => _places[place].Parent;

    /// <summary>How many stand above.</summary>
    public int DepthOf(int place) => _places[place].Depth;

    /// <summary>How many stand below.</summary>
    public int BelowOf(int place) => _places[place].Below;

    /// <summary>Whether one stands somewhere above the other. Nobody stands above themselves.</summary>
    public bool IsAbove(int above, int place)
    {
        var places = _places;
        var depth = places[above].Depth;
        if (places[place].Depth <= depth) return false;
        while (places[place].Depth > depth)
        {
            var jump = places[place].Jump;
            place = places[jump].Depth >= depth ? jump : places[place].Parent;
        }

        return place == above;
    }

    /// <summary>The places directly below, in the order they came.</summary>
    public IEnumerable<int> ChildrenOf(int place)
    {
        for (var child = _places[place].First; child != None; child = _places[child].Next) yield return child;
    }

    /// <summary>Replaces a level by the one below it.</summary>
    public void Descend(List<int> level, List<int> below)
    {
        below.Clear();
        foreach (var place in level)
            for (var child = _places[place].First; child != None; child = _places[child].Next) below.Add(child);
    }

    /// <summary>Brings the index to what the database says of some places. All of them are of one moment.</summary>
    /// <exception cref="TreeDamagedException">What is said does not fit together; the index must be built anew.</exception>
    public void Apply(IReadOnlyList<TreeNode> changed)
    {
        var loose = new Dictionary<int, int>(); // place to the parent it will have: all that move are taken off first, since they may change places
        foreach (var node in changed.Where(node => !_byId.ContainsKey(node.Id)).OrderBy(node => node.Ordinal))
        {
            // A newcomer may have been moved since, under one who came later.
            if (node.Parent is not { } parent || _byId.ContainsKey(parent)) Append(node);
            else Append(node with { Parent = null });
        }

        foreach (var node in changed)
        {
            var place = _byId[node.Id];
            Name(place, node);
            var parent = node.Parent is not { } above ? None : _byId.TryGetValue(above, out var found) ? found : throw new TreeDamagedException($"The place {node.Id:x} stands below one that is not there.");
            if (parent == _places[place].Parent) continue;
            Unlink(place);
            loose.Add(place, parent);
        }

        foreach (var (place, parent) in loose)
        {
            _places[place].Parent = parent;
            Link(place);
        }

        foreach (var place in loose.Keys.OrderBy(Height).ToList()) Settle(place);
    }

    private int Append(in TreeNode node)
    {
        if (_count == _places.Length)
        {
            Array.Resize(ref _places, 2 * _count);
            Array.Resize(ref _nodes, 2 * _count);
        }

        var place = _count++;
        _places[place] = new Place { Parent = node.Parent is { } parent ? _byId[parent] : None, First = None, Last = None, Next = None, Before = None };
        _nodes[place] = node with { Subject = null };
        _byId.Add(node.Id, place);
        Name(place, node);
        Link(place);
        Aim(place);
        return place;
    }

    private void Name(int place, in TreeNode node)
    {
        if (_nodes[place].Subject is { } before && before != node.Subject) _bySubject.Remove(before);
        if (node.Subject is { } subject) _bySubject[subject] = place;
        _nodes[place] = node;
    }

    private void Aim(int place)
    {
        ref var mine = ref _places[place];
        if (mine.Parent == None)
        {
            (mine.Depth, mine.Jump) = (0, place);
            return;
        }

        ref var parent = ref _places[mine.Parent];
        ref var first = ref _places[parent.Jump];
        mine.Depth = parent.Depth + 1;
        mine.Jump = parent.Depth - first.Depth == first.Depth - _places[first.Jump].Depth ? first.Jump : mine.Parent;
    }

    /// <summary>Among the parent's children, after those that came before.</summary>
    private void Link(int place)
    {
        var parent = _places[place].Parent;
        if (parent == None) return;
        var before = _places[parent].Last;
        while (before != None && _nodes[before].Ordinal > _nodes[place].Ordinal) before = _places[before].Before;
        var after = before == None ? _places[parent].First : _places[before].Next;
        (_places[place].Before, _places[place].Next) = (before, after);
        if (before == None) _places[parent].First = place;
        else _places[before].Next = place;
        if (after == None) _places[parent].Last = place;
        else _places[after].Before = place;
        Add(_places[place].Below + 1, parent);
    }

    private void Unlink(int place)
    {
        ref var mine = ref _places[place];
        if (mine.Parent == None) return;
        if (mine.Before == None) _places[mine.Parent].First = mine.Next;
        else _places[mine.Before].Next = mine.Next;
        if (mine.Next == None) _places[mine.Parent].Last = mine.Before;
        else _places[mine.Next].Before = mine.Before;
        Add(-mine.Below - 1, mine.Parent);
        (mine.Parent, mine.Before, mine.Next) = (None, None, None);
    }

    private void Add(int more, int from)
    {
        var steps = 0;
        for (var place = from; place != None; place = _places[place].Parent)
        {
            _places[place].Below += more;
            if (++steps > _count) throw new TreeDamagedException("Some places stand below themselves.");
        }
    }

    private int Height(int place)
    {
        var height = 0;
        for (var above = _places[place].Parent; above != None; above = _places[above].Parent)
            if (++height > _count) throw new TreeDamagedException("Some places stand below themselves.");
        return height;
    }

    private void Settle(int top)
    {
        var waiting = new Stack<int>([top]);
        while (waiting.TryPop(out var place))
        {
            Aim(place);
            for (var child = _places[place].First; child != None; child = _places[child].Next) waiting.Push(child);
        }
    }

    private struct Place
    {
        public int Parent, Depth, Jump, First, Last, Next, Before, Below;
    }
}

/// <summary>What the database or the index holds is no tree. The message names places by their random ids.</summary>
public sealed class TreeDamagedException(string message) : Exception(message);
