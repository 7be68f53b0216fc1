# sreport: headings and errors
for r in "cluster AccountUtilizationByUser" "cluster UserUtilizationByAccount" "cluster UserUtilizationByWckey" "cluster WCKeyUtilizationByUser" "job SizesByAccount" "job SizesByAccountAndWcKey" "job SizesByWcKey" "reservation Utilization" "user TopUsage"; do show sreport $r start=2026-01-01 end=2026-01-02; show sreport -P $r start=2026-01-01 end=2026-01-02; show sreport -t hourper $r start=2026-01-01 end=2026-01-02; done
show sreport -T cpu,mem user top start=2026-01-01 end=2026-01-02
show sreport -T mem job sizesbyaccount start=2026-01-01 end=2026-01-02
show sreport cluster nosuch
show sreport job nosuch
show sreport cluster
show sreport nosuch
show sreport cluster util format=cluster,allocated,overcommitted,trescount,tresname start=2026-01-01 end=2026-01-02
show sreport user top format=foo start=2026-01-01 end=2026-01-02
show sreport job sizesbyaccount grouping=2,4 printjobcount start=2026-01-01 end=2026-01-02
show sreport job sizesbyaccount grouping=individual start=2026-01-01 end=2026-01-02
show sreport --foo
submit -J s1 -n1 --wrap='sleep 1'; A=$J; submit -J s2 -n3 --wrap='sleep 1'; B=$J
wait_end $A; wait_end $B; sleep 1
show sreport -n job sizesbyaccount grouping=2,4 printjobcount start=now-1hour end=now+1hour
show sreport -n job sizesbyaccount grouping=individual printjobcount flatview start=now-1hour end=now+1hour
